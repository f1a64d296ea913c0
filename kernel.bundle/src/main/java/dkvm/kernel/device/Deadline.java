// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * So long another may take, before something happens to it. Only time in which the kernel was awake counts: it passes in
 * slices, and one that ends late counts no more than itself. Behind it there is a moment at least for what was said
 * meanwhile to be heard. On the scheduler's thread.
 */
final class Deadline {
    private static final long SLICE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long MOMENT_NANOS = Duration.ofSeconds(1).toNanos();
    /** A kernel that is always late comes to an end all the same. */
    private static final int MOMENTS = 5;

    private final Alarm slice;
    private final LongSupplier nanoTime;
    private long leftNanos;
    private int moments;

    Deadline(ScheduledExecutorService scheduler, LongSupplier nanoTime) {
        this.slice = new Alarm(scheduler);
        this.nanoTime = nanoTime;
    }

    /** Begins to wait, in place of what was waited for before. */
    void set(Duration within, Runnable missed) {
        leftNanos = within.toNanos();
        moments = 0;
        next(missed);
    }

    void cancel() {
        slice.cancel();
    }

    private void next(Runnable missed) {
        long since = nanoTime.getAsLong();
        long length = Math.min(leftNanos, SLICE_NANOS);
        slice.set(Duration.ofNanos(length), () -> passed(length, nanoTime.getAsLong() - since, missed));
    }

    private void passed(long length, long tookNanos, Runnable missed) {
        boolean late = tookNanos - length > Liveness.LATE.toNanos();
        leftNanos -= late ? length : tookNanos;
        if (late && leftNanos < MOMENT_NANOS && moments < MOMENTS) {
            moments++;
            leftNanos = MOMENT_NANOS;
        }
        if (leftNanos > 0) {
            next(missed);
        } else {
            missed.run();
        }
    }
}
