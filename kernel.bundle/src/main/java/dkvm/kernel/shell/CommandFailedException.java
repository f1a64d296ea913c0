// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

/** A command was understood and failed; its message says what is wrong; what to do. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailedException(String message) {
        super(message);
    }
}
