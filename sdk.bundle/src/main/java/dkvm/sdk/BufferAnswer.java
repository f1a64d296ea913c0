// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

/** What the kernel answers to {@link Frames#request}. */
public sealed interface BufferAnswer {

    /**
     * Here it is.
     *
     * @param drawing to be sent or closed, as any other
     */
    record Granted(Drawing drawing) implements BufferAnswer {}

    /**
     * There is none.
     *
     * @param reason why, for programs
     * @param message what is wrong, what to do; for people
     */
    record Refused(Reason reason, String message) implements BufferAnswer {}

    /** Why there is no buffer. */
    enum Reason {
        /** None came free in time. */
        WOULD_BLOCK,
        /** The limit of the device, or of the kernel, forbids it. */
        QUOTA,
        /** There is no memory for it. */
        NO_POOL
    }
}
