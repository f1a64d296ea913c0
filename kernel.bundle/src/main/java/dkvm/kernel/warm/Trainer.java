// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the caches that are missing, one after the other, each once in a run of the kernel, on a thread of its own.
 * Each launch of a device puts it off.
 */
final class Trainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final long END_MILLIS = 1000;

    private final CacheFolder folder;
    private final Duration quiet;
    private final ScheduledExecutorService thread;
    /** For the trainer's thread: devices whose programs have no cache, by the cache's name. */
    private final SequencedMap<String, Trainee> wanted = new LinkedHashMap<>();
    /** For the trainer's thread: names of caches. */
    private final Set<String> tried = new HashSet<>();
    /** For the trainer's thread. */
    private @Nullable Future<?> next;
    private volatile @Nullable Training training;
    private volatile boolean stopped;

    Trainer(CacheFolder folder, Duration quiet) {
        this.folder = folder;
        this.quiet = quiet;
        // It starts the processes of a training, which end with it; so it must not come and go.
        this.thread = Executors.newSingleThreadScheduledExecutor(
                work -> Thread.ofPlatform().daemon().name("dkvm-warm").unstarted(work));
    }

    /** A device was launched without a cache. */
    void want(Trainee trainee) {
        later(() -> {
            add(trainee);
            after(quiet);
        });
    }

    /** A device was launched. */
    void await() {
        later(() -> after(quiet));
    }

    void stop() {
        stopped = true;
        var now = training;
        if (now != null) {
            now.stop();
        }
        thread.shutdownNow();
    }

    @Override
    public void close() {
        stop();
        try {
            var _ = thread.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void later(Runnable work) {
        try {
            thread.execute(logged(work));
        } catch (RejectedExecutionException _) {
            // The kernel stops.
        }
    }

    /** What is thrown would otherwise be kept for somebody who asks. */
    private static Runnable logged(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("a start-up cache could not be trained", e);
            }
        };
    }

    private void add(Trainee trainee) {
        try {
            var name = CacheName.of(trainee.program());
            if (!tried.contains(name)) {
                wanted.put(name, trainee);
            }
        } catch (IOException e) {
            LOG.debug("{}: no start-up cache: {}", trainee.type(), e.toString());
        }
    }

    private void after(Duration delay) {
        if (next != null) {
            next.cancel(false);
        }
        if (!stopped) {
            next = thread.schedule(logged(this::trainOne), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void trainOne() {
        try {
            folder.tidy(Instant.now());
        } catch (IOException e) {
            LOG.debug("old start-up caches stay: {}", e.toString());
        }
        var first = wanted.pollFirstEntry();
        if (first != null) {
            tried.add(first.getKey());
            try {
                train(first.getKey(), first.getValue());
            } finally {
                // A device that was launched meanwhile puts the next one off.
                after(Duration.ZERO);
            }
        }
    }

    private void train(String name, Trainee trainee) {
        long began = System.nanoTime();
        try {
            // Another kernel may have been quicker.
            if (folder.find(name).isPresent()) {
                return;
            }
            var work = folder.work();
            try {
                folder.put(name, trained(new Training(trainee, work)));
            } finally {
                CacheFolder.delete(work);
            }
            LOG.info("trained a start-up cache for {} in {} s", trainee.type(),
                    Math.round((System.nanoTime() - began) / 1e8) / 10.0);
        } catch (IOException | TrainingFailedException e) {
            LOG.debug("{}: no start-up cache: {}", trainee.type(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Path trained(Training begun) throws IOException, InterruptedException, TrainingFailedException {
        training = begun;
        if (stopped) {
            begun.stop();
        }
        return begun.run();
    }
}
