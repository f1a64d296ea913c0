// SPDX-License-Identifier: Apache-2.0
/** The control socket and its commands. */
@NullMarked
package dkvm.kernel.shell;

import org.jspecify.annotations.NullMarked;
