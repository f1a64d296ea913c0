// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.memory.Buffer;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner.Cleanable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hold on a slot that a sink got. However often it is retained here, it is one hold for the kernel. Any thread. */
public final class HeldBuffer implements Buffer {
    private final Hold hold;
    private final MemorySegment bytes;
    private final Cleanable watch;

    private HeldBuffer(Hold hold, MemorySegment bytes) {
        this.hold = hold;
        this.bytes = bytes;
        this.watch = hold.leaks.watch(this, hold::lost);
    }

    /**
     * A buffer with one hold. Its pool has been acquired for it.
     *
     * @param slot what it holds
     * @param length the event's bytes
     * @param what for reports: which event this is of
     * @param leaks looks after it
     * @param released is told when the last hold is gone, before the pool is released
     * @return a buffer
     */
    public static HeldBuffer of(Slot slot, long length, String what, Leaks leaks, Consumer<Slot> released) {
        return new HeldBuffer(new Hold(slot, what, leaks, released), slot.bytes(length));
    }

    /** What is left to be done when the buffer is garbage; therefore it does not know the buffer. */
    private static final class Hold {
        private final Slot slot;
        private final String what;
        private final Leaks leaks;
        private final Consumer<Slot> released;
        private final AtomicInteger holds = new AtomicInteger(1);
        private volatile @Nullable Throwable place;

        Hold(Slot slot, String what, Leaks leaks, Consumer<Slot> released) {
            this.slot = slot;
            this.what = what;
            this.leaks = leaks;
            this.released = released;
        }

        IllegalStateException late() {
            return new IllegalStateException(what + " is used after its release");
        }

        void lost() {
            if (holds.getAndSet(0) > 0) {
                leaks.report(what + " was not released", place);
                giveBack();
            }
        }

        void giveBack() {
            try {
                released.accept(slot);
            } finally {
                slot.pool().release();
            }
        }
    }

    @Override
    public MemorySegment segment() {
        if (hold.holds.get() == 0) {
            throw hold.late();
        }
        return bytes;
    }

    @Override
    public long length() {
        return bytes.byteSize();
    }

    @Override
    public Buffer retain() {
        if (hold.holds.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw hold.late();
        }
        var here = hold.leaks.place("retained here");
        if (here != null) {
            hold.place = here;
        }
        return this;
    }

    @Override
    public void release() {
        int before = hold.holds.getAndUpdate(n -> n == 0 ? 0 : n - 1);
        if (before == 0) {
            throw hold.late();
        }
        if (before == 1) {
            watch.clean();
            hold.giveBack();
        }
    }
}
