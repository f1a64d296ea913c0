// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

/** A cache could not be made; the message says why. */
final class TrainingFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    TrainingFailedException(String reason) {
        super(reason);
    }
}
