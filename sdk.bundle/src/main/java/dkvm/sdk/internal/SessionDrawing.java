// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Drawing;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.internal.memory.Damage;
import dkvm.sdk.internal.memory.Leaks;
import dkvm.sdk.internal.memory.Slot;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner.Cleanable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A picture in the making: what its author has in hand. */
final class SessionDrawing implements Drawing {
    private final Open open;
    private final MemorySegment pixels;
    private final Cleanable watch;

    SessionDrawing(Open open, Leaks leaks) {
        this.open = open;
        this.pixels = open.slot.bytes(open.format.bytes());
        this.watch = leaks.watch(this, () -> open.lost(leaks));
    }

    /** A slot in which somebody draws, whose pool has been acquired for it. Does not know the author's object. */
    static final class Open {
        final Slot slot;
        final FrameFormat format;
        /** Counts the output's formats: under another one the kernel has taken the slot back. */
        final int epoch;
        /** Whether the author asked the kernel for it, beyond the slots that are granted by themselves. */
        final boolean requested;
        private final SessionFrames frames;
        private final @Nullable Throwable place;
        private final AtomicBoolean over = new AtomicBoolean();

        Open(SessionFrames frames, Slot slot, FrameFormat format, int epoch, boolean requested,
                @Nullable Throwable place) {
            this.frames = frames;
            this.slot = slot;
            this.format = format;
            this.epoch = epoch;
            this.requested = requested;
            this.place = place;
        }

        /** Whether it was open until now; it is not from now on. */
        private boolean end() {
            return !over.getAndSet(true);
        }

        private void lost(Leaks leaks) {
            if (end()) {
                leaks.report("a drawing of output \"" + frames.name() + "\" was neither sent nor closed", place);
                frames.closed(this);
            }
        }
    }

    private void check() {
        if (open.over.get()) {
            throw new IllegalStateException("a drawing is used after it was sent or closed");
        }
    }

    @Override
    public MemorySegment pixels() {
        check();
        return pixels;
    }

    @Override
    public FrameFormat format() {
        return open.format;
    }

    @Override
    public void send(List<Rectangle> damage, long originNanos) throws InterruptedException {
        var drawn = Damage.of(open.format, damage);
        check();
        open.frames.send(open, drawn, originNanos);
        open.end();
        watch.clean();
    }

    @Override
    public void close() {
        if (open.end()) {
            watch.clean();
            open.frames.closed(open);
        }
    }
}
