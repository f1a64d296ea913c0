// SPDX-License-Identifier: Apache-2.0
/** Log lines on stderr, in a file and in memory. */
@NullMarked
package dkvm.launcher.log;

import org.jspecify.annotations.NullMarked;
