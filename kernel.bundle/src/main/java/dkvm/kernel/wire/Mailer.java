// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.sdk.wire.v1.Envelope;

/**
 * The way to one device for calls and notices. They go out behind events and control messages, and what waits is
 * bounded: a device that does not read gets no more of them.
 */
@FunctionalInterface
public interface Mailer {

    /** What a message is, which says how much may wait before it: the more somebody counts on it, the more. */
    enum Rank {
        /** A device's notice. */
        DEVICE_NOTICE(128),
        /** The kernel's own notice. */
        KERNEL_NOTICE(256),
        /** A call, or the end of one. */
        REQUEST(512),
        /** An answer. */
        RESPONSE(1024);

        private final int limitBytes;

        Rank(int limitKiB) {
            this.limitBytes = limitKiB * 1024;
        }

        int limitBytes() {
            return limitBytes;
        }
    }

    /**
     * Sends a message; never blocks. From any thread, holding no lock. What is sent to a process whose end has begun
     * vanishes with it.
     *
     * @param message what to send
     * @param rank what it is
     * @return false if too much waits already, or it is longer than a message may be: it is not sent
     */
    boolean offer(Envelope message, Rank rank);

    /**
     * Takes back a request that has not left yet. From any thread.
     *
     * @param requestId its id
     * @return false if it has left, or never came: the device is to be told otherwise
     */
    default boolean withdraw(long requestId) {
        return false;
    }
}
