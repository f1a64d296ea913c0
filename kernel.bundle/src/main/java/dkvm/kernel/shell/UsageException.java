// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

/** A command was not understood; its message says what is wrong; what to do. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
