// SPDX-License-Identifier: Apache-2.0
/** System calls of Linux that the JDK does not offer. */
@NullMarked
package dkvm.launcher.prompt.linux;

import org.jspecify.annotations.NullMarked;
