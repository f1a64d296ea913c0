// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thing that is to happen later, unless another takes its place or it is cancelled. On the scheduler's thread. */
final class Alarm {
    private final ScheduledExecutorService scheduler;
    private @Nullable ScheduledFuture<?> next;

    Alarm(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    void set(Duration delay, Runnable task) {
        cancel();
        next = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
