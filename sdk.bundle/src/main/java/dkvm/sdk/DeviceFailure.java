// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import java.util.Objects;

/**
 * Ends a device with words for the user and an exit status of sysexits(3). The words are the device's last error in
 * {@code devices}; no stack trace is logged.
 */
public final class DeviceFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** Why a device cannot work. All but {@link #TEMPORARY} are final: the kernel does not try again. */
    public enum Reason {
        /** A file's content is wrong. */
        BAD_DATA(65),
        /** A file to read is not there or cannot be read. */
        NO_INPUT(66),
        /** A file to write cannot be made. */
        CANNOT_CREATE(73),
        /** Hardware is not there now; the kernel tries again, rarely and for ever. */
        TEMPORARY(75),
        /** The configuration makes no sense. */
        CONFIGURATION(78);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /**
         * The process's exit status.
         *
         * @return as in sysexits(3)
         */
        public int status() {
            return status;
        }
    }

    private final Reason reason;

    /**
     * A failure.
     *
     * @param reason its class
     * @param message what is wrong; what to do
     */
    public DeviceFailure(Reason reason, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Its class.
     *
     * @return decides whether the kernel tries again
     */
    public Reason reason() {
        return reason;
    }
}
