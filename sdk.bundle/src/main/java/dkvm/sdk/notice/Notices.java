// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.notice;

import dkvm.sdk.call.CallFailure;

/**
 * The device's notices to the kernel and whoever listens there, and theirs to it. Notices are for what is worth telling,
 * not for streams: they are small, rare, and may be lost. Any thread may call.
 */
public interface Notices {

    /**
     * Publishes a notice under {@code device/OWN-ID/NAME}. Returns at once. The kernel drops and logs what goes beyond
     * 200 notices a second.
     *
     * @param name one or more segments of letters, digits, {@code .}, {@code _} and {@code -}, joined by slashes; not
     *     {@code state}, under which the kernel speaks of the device
     * @param payload what it says, at most 16 KiB
     * @throws IllegalArgumentException if the name or the payload is not so
     */
    void publish(String name, byte[] payload);

    /**
     * Listens for notices, this device's own among them, until the subscription is closed or the process ends.
     *
     * @param prefix what their topics begin with, in whole segments: {@code device/lamp} is also for
     *     {@code device/lamp/switched}, not for {@code device/lamps}; {@code *} stands for any one segment; empty: all
     * @param listener is told
     * @return the subscription
     * @throws CallFailure if the kernel refuses: a device may have 32 different prefixes
     * @throws InterruptedException if the thread was interrupted; then nothing is subscribed
     * @throws IllegalArgumentException if the prefix is none
     */
    Subscription subscribe(String prefix, NoticeListener listener) throws CallFailure, InterruptedException;

    /**
     * How many notices this process dropped, because more than 256 waited for the listeners.
     *
     * @return their number
     */
    long dropped();

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        /** Nothing more is told, but for what the listener is being told at the moment. Returns at once. */
        @Override
        void close();
    }
}
