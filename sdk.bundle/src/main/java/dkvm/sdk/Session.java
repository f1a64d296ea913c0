// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import java.time.Instant;
import java.util.Set;

/** One activation of a device: from the kernel's Activate to its Drain. */
public interface Session {

    /** Why a device is activated. */
    enum Cause {
        /** The first time in this run of the kernel. */
        FIRST,
        /** After a failure, or by command. */
        RESTART,
        /** It takes over from another process of the same device. */
        REPLACEMENT,
        /** A replacement did not come up: this process goes on. */
        ROLLBACK,
        /** Its configuration changed. */
        CONFIGURATION
    }

    /**
     * Why the device is activated.
     *
     * @return the cause
     */
    Cause cause();

    /**
     * What the process before answered to {@code token()}.
     *
     * @return a copy; empty: nothing
     */
    byte[] token();

    /**
     * Counts the device's activations in this run of the kernel.
     *
     * @return 1 for the first
     */
    long generation();

    /**
     * When this run of the kernel began.
     *
     * @return wall-clock time
     */
    Instant runStarted();

    /**
     * One of the device's outputs.
     *
     * @param port its name
     * @return the output; the same object at each call
     * @throws IllegalArgumentException if the device declared no such output
     */
    Output output(String port);

    /**
     * One of the device's display outputs, for its pictures.
     *
     * @param port its name
     * @return the output; the same object at each call
     * @throws IllegalArgumentException if the device declared no such output, or one of another kind
     */
    default Frames frames(String port) {
        throw new IllegalArgumentException("the device declared no display output \"" + port + '"');
    }

    /**
     * The keys and buttons that the process before left down at an input, in a clean hand-over.
     *
     * @param port the input's name
     * @return HID usages
     */
    Set<Integer> pressed(String port);

    /**
     * Whether the device is to go on. Any thread may ask.
     *
     * @return false once the kernel wants the device to drain or stop
     */
    boolean active();

    /**
     * Sleeps until a time or until the session is no longer active. The kernel sees the device as waiting meanwhile.
     * Sends first what {@link Output#send} may hold back.
     *
     * @param nanoTime a {@link System#nanoTime()} value; a past one returns at once
     * @return {@link #active()}
     * @throws InterruptedException if the thread was interrupted
     */
    boolean sleepUntil(long nanoTime) throws InterruptedException;
}
