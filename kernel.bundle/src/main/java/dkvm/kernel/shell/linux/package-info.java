// SPDX-License-Identifier: Apache-2.0
/** What the shell asks of Linux. */
@NullMarked
package dkvm.kernel.shell.linux;

import org.jspecify.annotations.NullMarked;
