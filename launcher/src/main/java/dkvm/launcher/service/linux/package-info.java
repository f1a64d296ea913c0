// SPDX-License-Identifier: Apache-2.0
/** System calls of Linux that the JDK does not offer. */
@NullMarked
package dkvm.launcher.service.linux;

import org.jspecify.annotations.NullMarked;
