// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.event.InputEvent;

/** An output port of an active device. Its methods may be called from any thread; events keep the order of the calls. */
public interface Output {

    /**
     * The number the next event gets; 1 at a stream's beginning. A resumable source begins with this event of what it
     * plays.
     *
     * @return counts the stream's events from 1
     */
    long nextSeq();

    /**
     * Sends an event that happened now, in at most 50 microseconds. Waits while the sinks cannot take more. An event
     * that is sent while the session ends still goes out; one that is sent when the kernel wants the process to end, or
     * has closed the stream, is dropped.
     *
     * @param event what happened
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    default void send(InputEvent event) throws InterruptedException {
        send(event, System.nanoTime());
    }

    /**
     * Sends an event.
     *
     * @param event what happened
     * @param originNanos when it happened, a {@link System#nanoTime()} value
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void send(InputEvent event, long originNanos) throws InterruptedException;

    /**
     * Sends what {@link #send} holds back to join events into one write. Seldom needed: it happens by itself within 50
     * microseconds.
     */
    void flush();
}
