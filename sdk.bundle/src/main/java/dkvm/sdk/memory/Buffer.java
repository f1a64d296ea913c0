// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.memory;

import java.lang.foreign.MemorySegment;

/**
 * A buffer in shared memory that an event brought: a hold on a slot of a pool, whose bytes stay as they are until it is
 * released. It has one hold from the beginning, which {@link dkvm.sdk.Sink#receive} is lent: the SDK releases it when
 * that method returns. Each {@link #retain()} adds one, and asks for a {@link #release()}.
 *
 * <p>A device gets no further event of its input while it holds as many buffers as the input declares
 * ({@link dkvm.sdk.bridge.Port#maxHeld()}): keep them no longer than needed. A buffer that becomes garbage with holds
 * left is released by the SDK and reported in the device's log; at level {@code debug} with the place where it was
 * received.
 *
 * <p>All methods may be called from any thread. A segment, however, is as good as the holds: whoever reads it while the
 * last hold is released may read what the next event writes there.
 */
public interface Buffer extends AutoCloseable {

    /**
     * The event's bytes, to be read; writing to them throws {@link IllegalArgumentException}. They may be read while
     * the buffer is held, and not beyond; a copy, such as {@code segment().asByteBuffer()}, is not one.
     *
     * @return {@link #length()} bytes
     * @throws IllegalStateException if the buffer was released
     */
    MemorySegment segment();

    /**
     * How many bytes the event has.
     *
     * @return bytes
     */
    long length();

    /**
     * Takes one more hold, to keep the buffer longer than {@link dkvm.sdk.Sink#receive} takes.
     *
     * @return this
     * @throws IllegalStateException if the buffer was released
     */
    Buffer retain();

    /**
     * Gives one hold back. With the last one the slot goes back to its producer.
     *
     * @throws IllegalStateException if there is no hold left
     */
    void release();

    /** As {@link #release()}. */
    @Override
    default void close() {
        release();
    }
}
