// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

import java.util.Objects;

/** A call that did not go well, at either end: a status for programs, words for people. */
public final class CallFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Status status;

    /**
     * A failure.
     *
     * @param status its class, not {@link Status#OK}
     * @param message what is wrong; what to do. Of words that travel, 500 characters are passed on
     */
    public CallFailure(Status status, String message) {
        super(Objects.requireNonNull(message, "message"));
        if (status == Status.OK) {
            throw new IllegalArgumentException("a failure that is OK: " + message);
        }
        this.status = Objects.requireNonNull(status, "status");
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Its class.
     *
     * @return never {@link Status#OK}
     */
    public Status status() {
        return status;
    }

    @Override
    public String toString() {
        return status + ": " + getMessage();
    }
}
