// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A pool that is mapped here. It stays mapped while it is not retired, and beyond that while anybody uses it. Any thread. */
public final class Pool {
    private static final long RETRY_NS = 10_000_000;

    private final int number;
    private final String port;
    private final PoolFile file;
    private final long slotBytes;
    private final int slots;
    private final Arena arena;
    private final MemorySegment memory;
    private final Consumer<Pool> unmapped;
    /** Guarded by this: how many buffers and copies are using it. */
    private int users;
    /** Guarded by this. */
    private boolean retired;
    /** Guarded by this: nobody can begin to use it any more. */
    private boolean gone;

    /**
     * A pool.
     *
     * @param number the kernel's number for it
     * @param port the port it belongs to
     * @param file its file, mapped already
     * @param slotBytes the bytes of a slot
     * @param slots how many slots
     * @param arena is closed in the end
     * @param memory its bytes
     * @param unmapped is told, once, when it is unmapped
     */
    public Pool(int number, String port, PoolFile file, long slotBytes, int slots, Arena arena, MemorySegment memory,
            Consumer<Pool> unmapped) {
        this.number = number;
        this.port = port;
        this.file = file;
        this.slotBytes = slotBytes;
        this.slots = slots;
        this.arena = arena;
        this.memory = memory;
        this.unmapped = unmapped;
    }

    /**
     * The kernel's number for it.
     *
     * @return unique within the process
     */
    public int number() {
        return number;
    }

    /**
     * The port it belongs to.
     *
     * @return the port's name
     */
    public String port() {
        return port;
    }

    /**
     * Its file.
     *
     * @return as it was mapped
     */
    public PoolFile file() {
        return file;
    }

    /**
     * The size of a slot.
     *
     * @return bytes
     */
    public long slotBytes() {
        return slotBytes;
    }

    /**
     * How many slots it has.
     *
     * @return at least 1
     */
    public int slots() {
        return slots;
    }

    /**
     * The beginning of a slot.
     *
     * @param slot its number
     * @param length bytes, no more than a slot has
     */
    MemorySegment slice(int slot, long length) {
        return memory.asSlice(slot * slotBytes, length);
    }

    /**
     * Keeps it mapped until {@link #release}.
     *
     * @return false if it is gone
     */
    public synchronized boolean acquire() {
        if (gone) {
            return false;
        }
        users++;
        return true;
    }

    /** Ends what a successful {@link #acquire} began. */
    public void release() {
        if (leaves()) {
            unmap();
        }
    }

    private synchronized boolean leaves() {
        users--;
        return goes();
    }

    /** The kernel has no more use for it: it goes with its last user. */
    public void retire() {
        if (retires()) {
            unmap();
        }
    }

    /** Unmaps it, whoever uses it, and tells nobody. */
    public void abandon() {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        var _ = tryUnmap();
    }

    private synchronized boolean retires() {
        retired = true;
        return goes();
    }

    private synchronized boolean goes() {
        if (gone || !retired || users > 0) {
            return false;
        }
        gone = true;
        return true;
    }

    private void unmap() {
        if (tryUnmap()) {
            unmapped.accept(this);
        } else {
            // A system call of the author's still uses a segment whose buffer is released.
            Thread.ofPlatform().daemon().name("dkvm-unmap").start(() -> {
                while (!tryUnmap()) {
                    LockSupport.parkNanos(RETRY_NS);
                }
                unmapped.accept(this);
            });
        }
    }

    private boolean tryUnmap() {
        try {
            arena.close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
