// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.memory.MemoryBudget.Share;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that makes and closes the files of pools, and speaks to those who wait for them. */
final class PoolThread implements PoolWork {
    private static final Logger LOG = LoggerFactory.getLogger(PoolThread.class);

    private final MemoryLock lock;
    private final PoolMaker maker;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("dkvm-memory").factory(), new ThreadPoolExecutor.DiscardPolicy());
    /** Guarded by lock. */
    private @Nullable PoolBook served;

    PoolThread(MemoryLock lock, PoolMaker maker) {
        this.lock = lock;
        this.maker = maker;
        // Asks whose time is not up yet: nobody is left to hear of them.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
    }

    void serve(PoolBook book) {
        served = book;
    }

    void configure(MemorySettings settings) {
        run(() -> maker.configure(settings));
    }

    /** Removes what a killed kernel left. */
    void clear() {
        run(maker::clear);
    }

    boolean mayUseFiles() {
        return maker.mayUseFiles();
    }

    @Override
    public void make(OutputPools output) {
        run(() -> {
            var wish = lock.hold(() -> wish(output));
            if (wish == null) {
                return;
            }
            try {
                var file = maker.make(wish.order);
                lock.hold(() -> {
                    output.making = false;
                    keep(file, output, wish);
                    book().ensure(output);
                    return file;
                });
            } catch (PoolRefusedException e) {
                refused(output, Refusal.of(e));
            } catch (RuntimeException e) {
                LOG.error("{}: no pool: {}", output.name(), e.toString(), e);
                refused(output, new Refusal(PoolRefusedException.Reason.NO_POOL, e.toString()));
            }
        });
    }

    private void refused(OutputPools output, Refusal refusal) {
        lock.hold(() -> {
            output.making = false;
            book().refused(output, refusal);
            return output;
        });
    }

    /** What is to be made, as it was when it was asked for. */
    private record Wish(Tenant maker, long slotBytes, int slots, PoolMaker.Order order) {}

    private @Nullable Wish wish(OutputPools output) {
        var tenant = output.maker;
        if (tenant == null || !output.lacks()) {
            output.making = false;
            book().ensure(output);
            return null;
        }
        int slots = (int) Math.min(Integer.MAX_VALUE, output.wanted - output.capacity());
        return new Wish(tenant, output.slotBytes, slots, order(output, tenant, total(output.slotBytes, slots)));
    }

    private PoolMaker.Order order(OutputPools output, Tenant tenant, long bytes) {
        long all = 0;
        long own = 0;
        for (var pool : book().all()) {
            if (pool.matters()) {
                all += pool.bytes();
                own += pool.output.device.equals(output.device) ? pool.bytes() : 0;
            }
        }
        return new PoolMaker.Order(bytes, output.inFiles, all,
                new Share(output.device, own, tenant.limit.orElse(Long.MAX_VALUE)));
    }

    private static long total(long slotBytes, int slots) {
        return Math.multiplyHigh(slotBytes, slots) == 0 && slotBytes * slots >= 0 ? slotBytes * slots : Long.MAX_VALUE;
    }

    /** What nobody needs any more by now is closed at once. */
    private void keep(PoolFile file, OutputPools output, Wish wish) {
        if (!wish.maker.gone && wish.maker.equals(output.maker) && wish.slotBytes == output.slotBytes
                && wish.order.inFiles() == output.inFiles) {
            book().add(file, output, wish.maker, wish.slotBytes, wish.slots, false);
        } else {
            close(file);
        }
    }

    @Override
    public void make(OutputPools output, BufferAsk ask) {
        run(() -> {
            var wish = lock.hold(() -> {
                var tenant = output.maker;
                return tenant == null || !output.asks.waits(ask)
                        ? null
                        : new Wish(tenant, ask.bytes, 1, order(output, tenant, ask.bytes));
            });
            if (wish == null) {
                return;
            }
            try {
                var file = maker.make(wish.order);
                lock.hold(() -> {
                    if (wish.order.inFiles() != output.inFiles) {
                        close(file);
                        make(output, ask);
                    } else if (!wish.maker.gone && output.asks.waits(ask)) {
                        ask.pool = book().add(file, output, wish.maker, ask.bytes, 1, true);
                    } else {
                        close(file);
                    }
                    return file;
                });
            } catch (PoolRefusedException e) {
                lock.hold(() -> {
                    output.asks.end(ask, new BufferGrant.Refused(Refusal.of(e)));
                    return output;
                });
            }
        });
    }

    @Override
    public Future<?> expire(OutputPools output, BufferAsk ask, long nanos) {
        return thread.schedule(() -> lock.hold(() -> {
            output.asks.end(ask, new BufferGrant.WouldBlock());
            return output;
        }), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close(PoolFile file) {
        run(file::close);
    }

    /** Closes the last files, and ends. */
    void close(List<PoolFile> files) {
        run(() -> {
            files.forEach(PoolFile::close);
            maker.end();
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("shared memory could not be given back in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public <T> void answer(CompletableFuture<T> waiting, T result) {
        run(() -> waiting.complete(result));
    }

    private void run(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("shared memory: {}", e.toString(), e);
            }
        });
    }

    private PoolBook book() {
        return Objects.requireNonNull(served);
    }
}
