// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.call.CallFailure;
import dkvm.sdk.event.FrameFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * A display output of an active device: gives out whole pictures in shared memory. First {@link #format} says what they
 * are; then, for each picture, {@link #next()} gives a buffer to draw in, and {@link Drawing#send} passes it on without
 * a copy.
 *
 * <p>For one thread at a time. One drawing at a time is enough. If several are open each has a buffer of its own, which
 * begins with the picture that was sent last when it was opened. What another one sends meanwhile does not come into it;
 * when it is sent itself, the SDK adds to its damage what was sent since, so that sinks see it as it is.
 */
public interface Frames {

    /**
     * The number the next picture gets; 1 at a stream's beginning. A resumable source begins with this picture.
     *
     * @return counts the stream's events from 1
     */
    long nextSeq();

    /**
     * Says what is drawn from now on, and waits until the kernel has agreed. Needed once an activation, before the first
     * {@link #next()}, and whenever the size changes; the same format again costs nothing. Drawings of another format
     * that are still open cannot be sent any more.
     *
     * @param format size and form of the pictures
     * @throws DeviceFailure if there is no shared memory for it ({@code TEMPORARY}: the kernel tries again later), or the
     *     kernel refuses it
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void format(FrameFormat format) throws DeviceFailure, InterruptedException;

    /**
     * Waits for a buffer of the present format, and sees to it that it holds the picture that was sent last: draw only
     * what changes. Before the first picture of a format its content is undefined. The kernel sees the device as waiting
     * meanwhile; a buffer comes back when the sinks have done with it.
     *
     * @return what to draw in; empty: the session is over, or the kernel wants the process to end
     * @throws InterruptedException if the thread was interrupted while it waited
     * @throws IllegalStateException if there is no format yet
     */
    Optional<Drawing> next() throws InterruptedException;

    /**
     * As {@link #next()}, without the copy that this may take: for authors who draw everything anew.
     *
     * @return what to draw in, its content undefined; empty: the session is over, or the kernel wants the process to end
     * @throws InterruptedException if the thread was interrupted while it waited
     * @throws IllegalStateException if there is no format yet
     */
    Optional<Drawing> blank() throws InterruptedException;

    /**
     * Asks the kernel for one buffer beyond those that {@link #next()} gives by and by: one more, or one of another size.
     * Seldom needed.
     *
     * @param format what is to be drawn in it; its content is undefined
     * @param wait how long it may take until one comes free, at most a minute
     * @return a buffer, or why there is none
     * @throws CallFailure if there is no answer
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    BufferAnswer request(FrameFormat format, Duration wait) throws InterruptedException, CallFailure;
}
