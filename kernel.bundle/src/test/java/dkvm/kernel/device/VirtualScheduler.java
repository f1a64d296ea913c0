// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time is the test's, and whose tasks run on the test's thread; any thread may add some. */
final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.dueNanos).thenComparingLong(task -> task.number));
    private long nowNanos;
    private long lastNumber;

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long dueNanos;
        private final long number;

        Task(Runnable work, long dueNanos, long number) {
            super(work, null);
            this.dueNanos = dueNanos;
            this.number = number;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    synchronized long nanoTime() {
        return nowNanos;
    }

    /** Lets so much time pass, and what falls due within it happen. */
    void pass(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (var task = next(end); task.isPresent(); task = next(end)) {
            task.get().run();
            if (task.get().state() == FutureTask.State.FAILED) {
                throw new AssertionError("a task failed", task.get().exceptionNow());
            }
        }
        synchronized (this) {
            nowNanos = end;
        }
    }

    /** Lets so much time pass in which nothing happens, as if everything had been stopped. */
    synchronized void sleep(Duration time) {
        nowNanos += time.toNanos();
    }

    private synchronized Optional<Task> next(long end) {
        var next = Optional.ofNullable(tasks.peek()).filter(task -> task.dueNanos <= end);
        next.ifPresent(task -> {
            tasks.remove(task);
            nowNanos = Math.max(nowNanos, task.dueNanos);
        });
        return next;
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        lastNumber++;
        var task = new Task(work, nowNanos + unit.toNanos(delay), lastNumber);
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable work) {
        var _ = schedule(work, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        shutdownNow();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        tasks.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
