// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.Overflow;
import dkvm.sdk.wire.WireException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As {@link BufferFlowTest}, with the threads that a kernel has: one that reads a source, two for each sink. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
@Timeout(300)
class BufferThreadsTest {
    private static final long NAP_NANOS = 50_000;
    private static final List<String> SINKS = List.of("one", "two");

    private interface Work {
        /** Answers whether there was something to do. */
        boolean run() throws WireException;
    }

    @TempDir
    Path home;

    private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final Map<String, List<Thread>> threads = new HashMap<>();

    @Test
    void slotsAndPicturesAreRight() throws Exception {
        play(System.nanoTime(), Duration.ofSeconds(3));
    }

    @Test
    @Tag("soak")
    void slotsAndPicturesAreRightInALongRun() throws Exception {
        play(System.nanoTime(), Duration.ofSeconds(60));
    }

    private void play(long seed, Duration time) throws Exception {
        var random = new Random(seed);
        long end = System.nanoTime() + time.toNanos();
        try (var desk = new BufferDesk(home)) {
            desk.source("cam");
            SINKS.forEach(id -> desk.sink(id, 2));
            var _ = desk.link("cam", "one", BufferDesk.VIDEO, Overflow.LATEST, 1);
            var _ = desk.link("cam", "one", BufferDesk.SOUND, Overflow.DROP_OLDEST, 3);
            start(source(desk, random.nextLong()), random.nextLong());
            for (var id : SINKS) {
                start(sink(desk, id, random.nextLong()), random.nextLong());
            }
            while (System.nanoTime() < end && thrown.isEmpty()) {
                disturb(desk, random);
            }
            for (var id : List.copyOf(threads.keySet())) {
                stop(id);
            }
            assertThat(thrown).as("seed %s", seed).isEmpty();
            settled(desk);
            assertThat(desk.newest).isNotEmpty();
            desk.end();
        } catch (AssertionError e) {
            thrown.forEach(e::addSuppressed);
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        assertThat(home).as("the folder of pools").doesNotExist();
    }

    /** No link is DOWN any more, and everybody has seen all. */
    private static void settled(BufferDesk desk) throws WireException {
        for (int i = 0; i < 3; i++) {
            desk.settle();
            desk.graph.look(Duration.ofMillis(20).toNanos());
        }
        desk.settle();
        desk.check();
        desk.answered();
        desk.graph.links().forEach(desk::shown);
    }

    private void disturb(BufferDesk desk, Random random) throws InterruptedException {
        LockSupport.parkNanos(random.nextInt(2_000_000));
        switch (random.nextInt(20)) {
            case 0 -> {
                var id = SINKS.get(random.nextInt(SINKS.size()));
                stop(id);
                Objects.requireNonNull(desk.sinks.get(id)).die();
                start(sink(desk, id, random.nextLong()), random.nextLong());
            }
            case 1 -> {
                stop("cam");
                Objects.requireNonNull(desk.sources.get("cam")).die();
                start(source(desk, random.nextLong()), random.nextLong());
            }
            case 2 -> desk.graph.look(Duration.ofMillis(2100).toNanos());
            case 3, 4, 5 -> desk.graph.look(Duration.ofMillis(20).toNanos());
            default -> {
                if (!desk.graph.unlink("cam.video", "two.video")) {
                    var _ = desk.link("cam", "two", BufferDesk.VIDEO, Overflow.LATEST, 1);
                }
            }
        }
    }

    private PlayedSource source(BufferDesk desk, long seed) {
        var source = new PlayedSource("cam", desk, new Random(seed));
        desk.sources.put(source.id, source);
        source.attach(true);
        source.activate();
        return source;
    }

    private PlayedSink sink(BufferDesk desk, String id, long seed) {
        var sink = new PlayedSink(id, desk, new Random(seed));
        desk.sinks.put(id, sink);
        sink.attach(true);
        sink.activate();
        return sink;
    }

    private void start(PlayedSource source, long seed) {
        var random = new Random(seed);
        run(source.id, () -> {
            source.read(Integer.MAX_VALUE);
            boolean any = false;
            for (var out : source.outs.values()) {
                if (out.slotBytes == 0 || random.nextInt(500) == 0) {
                    source.format(out);
                }
                any |= source.publish(out);
            }
            if (random.nextInt(3) > 0) {
                source.flush();
            }
            return any;
        });
    }

    private void start(PlayedSink sink, long seed) {
        var random = new Random(seed);
        run(sink.id, () -> {
            boolean any = sink.asked();
            if (any) {
                sink.write();
            }
            return any;
        });
        run(sink.id, () -> {
            boolean any = !sink.mail.isEmpty();
            sink.read(1 + random.nextInt(5));
            sink.acknowledge(random.nextInt(5));
            if (random.nextInt(20) == 0) {
                sink.retain();
            }
            sink.release(random.nextInt(3));
            return any;
        });
    }

    private void run(String id, Work work) {
        var thread = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    if (!work.run()) {
                        LockSupport.parkNanos(NAP_NANOS);
                    }
                }
            } catch (Throwable e) {
                thrown.add(e);
            }
        }, id);
        threads.computeIfAbsent(id, _ -> new ArrayList<>()).add(thread);
        thread.start();
    }

    private void stop(String id) throws InterruptedException {
        var all = Objects.requireNonNull(threads.remove(id));
        all.forEach(Thread::interrupt);
        for (var thread : all) {
            thread.join();
        }
    }
}
