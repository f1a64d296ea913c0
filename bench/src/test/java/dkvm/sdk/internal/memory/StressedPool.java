// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool that is mapped nowhere, and counts what becomes of it. */
public final class StressedPool {
    private static final int SLOT_BYTES = 16;
    /** Shared by all: it has a thread. */
    private static final Leaks LEAKS = new Leaks(
            new Log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    LogLevel.ERROR));

    /** Closing a real one of shared memory stops all threads for a moment. */
    private static final class NoArena implements Arena {
        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            throw new IllegalStateException("the pool has its memory");
        }

        @Override
        public MemorySegment.Scope scope() {
            return Arena.global().scope();
        }

        @Override
        public void close() {}
    }

    private final AtomicInteger unmapped = new AtomicInteger();
    private final AtomicInteger givenBack = new AtomicInteger();
    private final Pool pool = new Pool(1, "video", new PoolFile("", 0, SLOT_BYTES, true), SLOT_BYTES, 1, new NoArena(),
            MemorySegment.ofArray(new byte[SLOT_BYTES]), _ -> unmapped.incrementAndGet());

    /** A pool of one slot. */
    public StressedPool() {}

    /**
     * The pool.
     *
     * @return the real one
     */
    public Pool pool() {
        return pool;
    }

    /**
     * Its slot.
     *
     * @return its first use
     */
    public Slot slot() {
        return new Slot(pool, 0, 1);
    }

    /** A buffer with one hold. */
    HeldBuffer hold() {
        if (!pool.acquire()) {
            throw new IllegalStateException("the pool is gone");
        }
        return HeldBuffer.of(slot(), SLOT_BYTES, "event 1", LEAKS, _ -> givenBack.incrementAndGet());
    }

    /** How many Releases the kernel would get. */
    int givenBack() {
        return givenBack.get();
    }

    /** How often it was unmapped. */
    int unmapped() {
        return unmapped.get();
    }
}
