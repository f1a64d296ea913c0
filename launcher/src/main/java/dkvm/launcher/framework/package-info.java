// SPDX-License-Identifier: Apache-2.0
/** The OSGi framework around a kernel: its bundles, its end, the signals that ask for it. */
@NullMarked
package dkvm.launcher.framework;

import org.jspecify.annotations.NullMarked;
