// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.SlotCount;
import dkvm.kernel.pipeline.PlayedSource.Out;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Invariants 1, 3, 10 and 13: whatever happens, every slot is with whom the kernel says, its bytes stay as they are while
 * it is held, what a sink rebuilds from damage is the picture, no event is unaccounted for, and no producer starves.
 */
@Execution(ExecutionMode.CONCURRENT)
@EnabledOnOs(value = OS.LINUX, disabledReason = "pools need posix_fallocate")
class BufferFlowTest {
    private static final int STEPS = 20_000;
    private static final int RUNS = 60;
    private static final List<String> SOURCES = List.of("cam", "mic");
    private static final List<String> SINKS = List.of("one", "two", "six");
    private static final List<String> PORTS = List.of(BufferDesk.VIDEO, BufferDesk.SOUND);

    @TempDir
    Path home;

    private final Set<String> stopped = new HashSet<>();
    private Random random = new Random();
    private BufferDesk desk = new BufferDesk(Path.of("none"));

    @Test
    void slotsPicturesAndCountsAreRightWhateverHappens() throws IOException {
        play(System.nanoTime(), STEPS);
    }

    @Test
    @Tag("soak")
    void slotsPicturesAndCountsAreRightInALongRun() throws IOException {
        for (int run = 0; run < RUNS; run++) {
            play(System.nanoTime(), STEPS);
        }
    }

    private void play(long seed, int steps) throws IOException {
        random = new Random(seed);
        stopped.clear();
        var folder = home.resolve(Long.toString(seed));
        int step = 0;
        desk.close();
        desk = new BufferDesk(folder);
        try {
            SOURCES.forEach(desk::source);
            SINKS.forEach(id -> desk.sink(id, 1 + random.nextInt(3)));
            while (step++ < steps) {
                step();
                desk.check();
                noneStarves();
            }
            calm();
            desk.end();
        } catch (AssertionError | RuntimeException | WireException e) {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
        } finally {
            desk.close();
        }
        assertThat(folder).as("the folder of pools, seed %s", seed).doesNotExist();
    }

    private void step() throws WireException {
        int dice = random.nextInt(2000);
        if (dice < 800) {
            produce(source());
        } else if (dice < 1700) {
            consume(sink());
        } else if (dice < 1800) {
            look();
        } else if (dice < 1870) {
            relink();
        } else if (dice < 1960) {
            begin(random.nextBoolean() ? SOURCES : SINKS);
        } else if (dice < 1975) {
            end(random.nextBoolean() ? SOURCES : SINKS);
        } else if (dice < 1980) {
            endOne(source());
        } else if (dice < 1985) {
            calm();
        } else if (dice < 1995) {
            var ids = random.nextBoolean() ? SOURCES : SINKS;
            handOver(ids, any(ids));
        }
    }

    /** Another process takes the place of one that has drained, or fails before it did anything and gives it back. */
    private void handOver(List<String> ids, String id) throws WireException {
        PlayedProcess old = ids.equals(SOURCES) ? desk.sources.get(id) : desk.sinks.get(id);
        if (old == null || !old.active) {
            return;
        }
        long lost = lost();
        desk.graph.pause(id);
        old.read(Integer.MAX_VALUE);
        PlayedProcess fresh;
        if (old instanceof PlayedSource source) {
            source.flush();
            fresh = new PlayedSource(id, desk, random);
        } else {
            ((PlayedSink) old).acknowledge(Integer.MAX_VALUE);
            fresh = new PlayedSink(id, desk, random);
        }
        assertThat(desk.graph.drained(id, List.of())).isEmpty();
        fresh.takeOver();
        if (random.nextInt(3) == 0) {
            assertThat(desk.graph.withdraw(id)).isTrue();
            fresh.leave();
            old.takeOver();
            old.activate();
        } else {
            old.leave();
            if (fresh instanceof PlayedSource source) {
                desk.sources.put(id, source);
            } else if (fresh instanceof PlayedSink sink) {
                desk.sinks.put(id, sink);
            }
            fresh.activate();
        }
        assertThat(lost()).as("what is lost in the hand-over of %s", id).isEqualTo(lost);
    }

    private long lost() {
        return desk.graph.status().stream().mapToLong(link -> link.dropped().get("lost")).sum();
    }

    private PlayedSource source() {
        return desk.sources.getOrDefault(any(SOURCES), new PlayedSource("none", desk, random));
    }

    private PlayedSink sink() {
        return desk.sinks.getOrDefault(any(SINKS), new PlayedSink("none", desk, random));
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void produce(PlayedSource source) throws WireException {
        if (!source.active) {
            return;
        }
        source.read(random.nextInt(6));
        var out = Objects.requireNonNull(source.outs.get(any(PORTS)));
        switch (random.nextInt(60)) {
            case 0 -> source.format(out);
            case 1 -> source.ask(out);
            case 2 -> source.giveBack(out);
            default -> {
                if (out.slotBytes == 0) {
                    source.format(out);
                }
                for (int n = random.nextInt(6); n >= 0 && source.publish(out); n--) {
                    desk.balanced();
                }
            }
        }
        if (random.nextInt(5) > 0) {
            source.flush();
        }
    }

    private void consume(PlayedSink sink) throws WireException {
        if (sink.active) {
            switch (random.nextInt(9)) {
                case 0, 1 -> sink.read(random.nextInt(10));
                case 2, 3 -> sink.acknowledge(random.nextInt(10));
                case 4, 5 -> sink.release(random.nextInt(4));
                case 6 -> sink.retain();
                default -> {
                    if (sink.asked()) {
                        sink.write();
                    }
                }
            }
        }
    }

    private void look() {
        desk.graph.look(Duration.ofMillis(switch (random.nextInt(10)) {
            case 0 -> 2100;
            case 1 -> 300;
            default -> 20;
        }).toNanos());
    }

    private void relink() {
        var port = any(PORTS);
        var from = any(SOURCES);
        var to = any(SINKS);
        if (!desk.graph.unlink(from + "." + port, to + "." + port)) {
            var kind = port.equals(BufferDesk.VIDEO) ? StreamKind.DISPLAY : StreamKind.AUDIO;
            var allowed = Overflow.allowed(kind);
            var overflow = allowed.get(random.nextInt(allowed.size()));
            var _ = desk.link(from, to, port, overflow, overflow == Overflow.LATEST ? 1 : 1 + random.nextInt(4));
        }
    }

    private void begin(List<String> ids) {
        begin(ids, any(ids));
    }

    private void begin(List<String> ids, String id) {
        PlayedProcess process = ids.equals(SOURCES) ? desk.sources.get(id) : desk.sinks.get(id);
        if (process == null || !process.alive) {
            process = ids.equals(SOURCES) ? new PlayedSource(id, desk, random) : new PlayedSink(id, desk, random);
            // What was stopped does not go on.
            process.attach(!stopped.remove(id) && random.nextBoolean());
            if (process instanceof PlayedSource source) {
                desk.sources.put(id, source);
            } else if (process instanceof PlayedSink sink) {
                desk.sinks.put(id, sink);
            }
        } else if (!process.active) {
            process.activate();
        }
    }

    private void end(List<String> ids) {
        var id = any(ids);
        PlayedProcess process = ids.equals(SOURCES) ? desk.sources.get(id) : desk.sinks.get(id);
        if (process == null || !process.alive) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> desk.graph.held(id);
            case 1 -> {
                desk.graph.held(id);
                process.die();
                desk.graph.ended(id, EndReason.STOPPED);
                stopped.add(id);
            }
            default -> process.die();
        }
    }

    private void endOne(PlayedSource source) throws WireException {
        if (source.active) {
            var out = Objects.requireNonNull(source.outs.get(any(PORTS)));
            if (!out.ended) {
                source.end(out);
            }
        }
    }

    /** A producer whose links all give up old buffers always has one to write, unless links that are gone still have some. */
    private void noneStarves() {
        boolean closing = desk.sinks.values().stream().anyMatch(sink -> sink.place().sink()
                .locked(links -> links.stream().anyMatch(link -> link.closing && link.queue.buffers() > 0)));
        for (var source : desk.sources.values()) {
            for (var out : source.outs.values()) {
                var readers = desk.graph.links().stream().filter(link -> link.from.equals(source.id + "." + out.port))
                        .map(link -> new SlotCount.Reader(link.maxHeld, link.overflow, link.capacity)).toList();
                var pools = desk.memory.status().stream().filter(pool -> out.current.contains(pool.id()))
                        .toList();
                boolean enough = pools.stream().mapToLong(PoolStatus::slots).sum() >= SlotCount.of(out.kind, readers);
                if (source.alive && enough && !closing && !readers.isEmpty()
                        && readers.stream().noneMatch(reader -> reader.overflow() == Overflow.BLOCK)) {
                    assertThat(pools.stream().mapToLong(PoolStatus::granted).sum())
                            .as("what %s.%s has in hand of %s", source.id, out.port, pools).isPositive();
                }
            }
        }
    }

    /** All run, and take and give back all; then nobody waits for anything. */
    private void calm() throws WireException {
        for (var ids : List.of(SOURCES, SINKS)) {
            for (var id : ids) {
                begin(ids, id);
                begin(ids, id);
                // It may have been told to end.
                desk.graph.opened(id);
            }
        }
        for (int i = 0; i < 3; i++) {
            desk.settle();
            desk.graph.look(Duration.ofMillis(20).toNanos());
        }
        desk.settle();
        desk.check();
        desk.answered();
        desk.sources.values().forEach(source -> source.outs.values().forEach(out -> ready(source, out)));
        assertThat(desk.graph.status()).allMatch(link -> link.state().equals("UP") && link.queued() == 0
                && link.inFlight() == 0);
        desk.graph.links().forEach(desk::shown);
    }

    private void ready(PlayedSource source, Out out) {
        if (!out.ended && out.slotBytes > 0 && !desk.links(source.id, out.port).isEmpty()) {
            assertThat(out.grants).as("%s of %s with nobody holding any", out.port, source.id)
                    .hasSizeGreaterThanOrEqualTo(SlotCount.ahead(out.kind));
            assertThat(out.creditSeq).as("credit of %s of %s", out.port, source.id).isGreaterThan(out.seq);
        }
    }
}
