// SPDX-License-Identifier: Apache-2.0
/** The folder that dkvm runs from: what is in it, and how the build puts it together. */
@NullMarked
package dkvm.launcher.distribution;

import org.jspecify.annotations.NullMarked;
