// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/** What becomes of a request for one buffer. */
public sealed interface BufferGrant {

    /**
     * It is the device's to write.
     *
     * @param slot which
     */
    record Granted(SlotRef slot) implements BufferGrant {}

    /** None came free in time. */
    record WouldBlock() implements BufferGrant {}

    /**
     * There is none to be had.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements BufferGrant {}
}
