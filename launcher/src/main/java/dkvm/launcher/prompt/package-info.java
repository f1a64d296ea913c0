// SPDX-License-Identifier: Apache-2.0
/**
 * The prompt of {@code dkvm run} and {@code dkvm ctl}: a line editor on the terminal, and a control connection to the
 * kernel. JLine is loaded only where a prompt opens.
 */
@NullMarked
package dkvm.launcher.prompt;

import org.jspecify.annotations.NullMarked;
