// SPDX-License-Identifier: Apache-2.0
/** The watched folder to verified jars, to a plan, to installed bundles and replaced devices. */
@NullMarked
package dkvm.kernel.deploy;

import org.jspecify.annotations.NullMarked;
