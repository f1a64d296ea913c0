// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which supervisors work. What fails there is a fault of the kernel, and is said. */
final class DeviceScheduler extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceScheduler.class);

    DeviceScheduler() {
        super(1, Thread.ofPlatform().daemon().name("dkvm-scheduler").factory());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        if (thrown != null) {
            LOG.error("the kernel fails", thrown);
        } else if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.error("the kernel fails", e.getCause());
            } catch (CancellationException e) {
                // Wanted.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
