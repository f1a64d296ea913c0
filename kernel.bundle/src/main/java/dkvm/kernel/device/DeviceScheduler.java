// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which supervisors work. What fails there is a fault of the kernel, and is said. */
final class DeviceScheduler extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceScheduler.class);

    DeviceScheduler() {
        super(1, Thread.ofPlatform().daemon().name("dkvm-scheduler").factory());
        setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What is thrown would otherwise be kept for somebody who asks. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        if (task instanceof Future<?> done && done.state() == Future.State.FAILED) {
            LOG.error("a task of the scheduler failed", done.exceptionNow());
        }
    }
}
