// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A picture in the making, in shared memory. For one thread at a time. */
public interface Drawing extends AutoCloseable {

    /**
     * Where to draw: the rows of the picture one after the other, {@link FrameFormat#stride()} bytes apart. After
     * {@link #send} or {@link #close} it must not be written any more: it belongs to the sinks then.
     *
     * @return {@link FrameFormat#bytes()} bytes
     * @throws IllegalStateException if the picture was sent or closed
     */
    MemorySegment pixels();

    /**
     * Size and form of the picture.
     *
     * @return as it was when the drawing was asked for
     */
    FrameFormat format();

    /**
     * Sends the picture. Waits while the sinks cannot take more. A picture that is sent while the session ends still goes
     * out; one that is sent when the kernel wants the process to end, or has closed the stream, is dropped. The first
     * picture of an activation and of a format counts as all new, whatever the damage.
     *
     * @param damage what may differ from the picture that was sent before; empty: everything. What reaches beyond the
     *            picture is cut off; more than 16 rectangles become the one that holds them all
     * @param originNanos when the picture was made, a {@link System#nanoTime()} value
     * @throws InterruptedException if the thread was interrupted while it waited; the picture was not sent, and can be
     * @throws IllegalArgumentException if a rectangle lies outside the picture; the picture can still be sent
     * @throws IllegalStateException if the picture was sent or closed, or {@link Frames#format} has chosen another format
     */
    void send(List<Rectangle> damage, long originNanos) throws InterruptedException;

    /** Gives the buffer back if the picture was not sent: the next {@link Frames#next()} has it at once. */
    @Override
    void close();
}
