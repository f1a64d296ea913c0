// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what others wrote, which may throw anything or never return: on a thread of its own, and waits for so long. */
public final class Foreign {
    private Foreign() {}

    /**
     * What comes of it.
     *
     * @param <T> the result's type
     * @param what its thread's name
     * @param limit how long it may take
     * @param work others' code
     * @return what it returns
     * @throws TimeoutException if it takes longer; then its thread is interrupted, and left alone
     * @throws ExecutionException if it throws
     * @throws InterruptedException if the caller is interrupted; the work goes on
     */
    public static <T> T call(String what, Duration limit, Callable<T> work)
            throws TimeoutException, ExecutionException, InterruptedException {
        var task = new FutureTask<>(work);
        var thread = Thread.ofPlatform().daemon().name(what).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        }
    }
}
