// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.config.MemorySettings;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.SlotRef;
import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.memory.Tenant;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A graph with sources and sinks of pictures and sound, played by a test; pools are files. */
final class BufferDesk implements AutoCloseable {
    static final String VIDEO = "video";
    static final String SOUND = "sound";
    private static final int SOUND_HELD = 4;
    /** A task of the memory's thread may ask for another, and that tell somebody. */
    private static final int TASKS_IN_A_ROW = 3;
    private static final int PATIENCE = 1000;

    final Memory memory;
    final Graph graph;
    final Map<String, PlayedSource> sources = new TreeMap<>();
    final Map<String, PlayedSink> sinks = new TreeMap<>();
    /** The newest picture of each stream. */
    final Map<Integer, Picture> newest = new ConcurrentHashMap<>();
    /** Streams of which their source has said that they have ended. */
    final Set<Integer> ended = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Optional<String>>> linked = new ArrayList<>();
    private final Map<String, Integer> maxHeld = new ConcurrentHashMap<>();
    private final Map<Long, Picture> bytes = new ConcurrentHashMap<>();
    private final Map<Integer, String> outputs = new ConcurrentHashMap<>();
    /** A process that is gone: it is answered, and nothing else. */
    private final Tenant nobody = TestMemory.tenant("nobody");

    BufferDesk(Path folder) {
        memory = new Memory(folder);
        memory.configure(new MemorySettings(OptionalLong.of(Long.MAX_VALUE), MemorySettings.Storage.FILE));
        memory.leave(nobody);
        graph = new Graph(memory);
    }

    void source(String id) {
        graph.ports(id, List.of(Port.out(VIDEO, StreamKind.DISPLAY), Port.out(SOUND, StreamKind.AUDIO)));
    }

    void sink(String id, int held) {
        maxHeld.put(id, held);
        graph.ports(id, List.of(Port.in(VIDEO, StreamKind.DISPLAY, held), Port.in(SOUND, StreamKind.AUDIO)));
    }

    List<PlayedProcess> processes() {
        var all = new ArrayList<PlayedProcess>(sources.values());
        all.addAll(sinks.values());
        all.removeIf(process -> !process.alive);
        return all;
    }

    CompletableFuture<Optional<String>> link(String from, String to, String port, Overflow overflow, int capacity) {
        var result = graph.link(from + "." + port, to + "." + port, Optional.of(overflow), OptionalInt.of(capacity));
        linked.add(result);
        return result;
    }

    /** Waits until the memory's thread has done what it was asked to do so far. */
    void await() {
        for (int i = 0; i < TASKS_IN_A_ROW; i++) {
            memory.format(nobody, "none", StreamKind.DATA, 1).join();
        }
    }

    int maxHeld(String sink, Event event) {
        return event.hasFrame() ? Objects.requireNonNull(maxHeld.get(sink)) : SOUND_HELD;
    }

    boolean sameOutput(SlotRef one, SlotRef other) {
        return output(one.pool()).equals(output(other.pool()));
    }

    private String output(int pool) {
        return outputs.computeIfAbsent(pool, _ -> memory.status().stream().filter(at -> at.id() == pool)
                .map(at -> at.device() + "." + at.port()).findFirst().orElseThrow());
    }

    /** A producer writes into a slot. */
    void write(SlotRef slot, Picture content) {
        bytes.put(place(slot), content);
    }

    /** What lies in a slot. */
    Picture content(SlotRef slot) {
        return Objects.requireNonNull(bytes.get(place(slot)));
    }

    private static long place(SlotRef slot) {
        return (long) slot.pool() << Integer.SIZE | slot.slot();
    }

    /** Everybody knows who has what, and no event is unaccounted for. */
    void check() {
        await();
        sources.values().forEach(PlayedSource::answers);
        var pools = memory.status();
        var queued = graph.holds();
        assertThat(memory.leaked(queued)).as("slots leaked").isZero();
        int kernel = 0;
        for (var pool : pools) {
            assertThat(pool.free() + pool.granted() + pool.published()).as("%s", pool).isEqualTo(pool.slots());
            assertThat(pool.granted()).as("granted of %s", pool).isEqualTo(granted(pool));
            sinks.forEach((id, sink) -> assertThat(held(pool, id)).as("held by %s of %s", id, pool)
                    .isEqualTo(sink.alive ? sink.holds().getOrDefault(pool.id(), 0) : 0));
            kernel += held(pool, "kernel");
        }
        assertThat(kernel).as("held by the kernel").isEqualTo(queued.values().stream().mapToInt(i -> i).sum());
        balanced();
    }

    void balanced() {
        for (var link : graph.status()) {
            long dropped = link.dropped().values().stream().mapToLong(Long::longValue).sum();
            assertThat(link.out() + link.queued() + link.inFlight() + dropped).as("%s", link).isEqualTo(link.in());
        }
    }

    private static int held(PoolStatus pool, String device) {
        return pool.holders().stream().filter(holder -> holder.device().equals(device))
                .mapToInt(PoolStatus.Holder::slots).sum();
    }

    /** What a source has in hand, and what is on its way to it. */
    private long granted(PoolStatus pool) {
        var source = sources.get(pool.device());
        if (source == null || !source.alive) {
            return 0;
        }
        long inHand = source.outs.values().stream().flatMap(out -> out.grants.stream())
                .filter(slot -> slot.pool() == pool.id()).count();
        return inHand + source.mail.stream().flatMap(message -> message.getGrant().getHandlesList().stream())
                .filter(handle -> handle.getPool() == pool.id()).count();
    }

    /** The links of an output. */
    List<LinkStatus> links(String from, String port) {
        return graph.status().stream().filter(link -> link.from().equals(from + "." + port)).toList();
    }

    /** Lets everything happen that is going to: sinks take, acknowledge and release all. */
    void settle() throws WireException {
        for (int i = 0; i < PATIENCE; i++) {
            boolean more = false;
            await();
            for (var process : processes()) {
                more |= !process.mail.isEmpty();
                process.read(Integer.MAX_VALUE);
            }
            for (var source : sources.values()) {
                source.flush();
                source.answers();
            }
            for (var sink : sinks.values()) {
                if (sink.asked()) {
                    sink.write();
                    more = true;
                }
                sink.acknowledge(Integer.MAX_VALUE);
                sink.release(Integer.MAX_VALUE);
            }
            if (!more) {
                return;
            }
        }
        throw new AssertionError("no end of it");
    }

    /** The newest picture is what a sink sees, unless its rule drops the newest. */
    void shown(Link link) {
        var stream = link.source;
        var last = stream == null ? null : newest.get(stream.number);
        if (stream == null || last == null || stream.ended() || link.overflow == Overflow.DROP_NEWEST) {
            return;
        }
        var in = Objects.requireNonNull(sinks.get(link.sink.device())).ins.get(stream.number);
        assertThat(in).as("stream %s at %s", stream.number, link.sink.device()).isNotNull();
        var seen = Objects.requireNonNull(in).picture;
        if (stream.kind == StreamKind.DISPLAY) {
            assertThat(seen).as("what %s shows of %s", link.sink.device(), link.from).isNotNull();
            assertThat(Objects.requireNonNull(seen).equal(last)).isTrue();
        }
    }

    /** All streams and processes end; nothing is left. */
    void end() throws WireException {
        for (var source : sources.values()) {
            for (var out : source.outs.values()) {
                if (!out.ended) {
                    source.end(out);
                }
            }
        }
        settle();
        assertThat(graph.status()).allMatch(link -> link.ended() && link.sourceEnded());
        assertThat(memory.status()).as("published when all has ended").allMatch(pool -> pool.published() == 0);
        sources.values().forEach(PlayedProcess::die);
        settle();
        check();
        assertThat(memory.status()).as("pools without a producer").isEmpty();
        sinks.values().forEach(PlayedProcess::die);
        assertThat(sinks.values().stream().map(sink -> sink.pools)).allMatch(pools -> pools.isEmpty());
    }

    /** All who asked for a link have heard of it. */
    void answered() {
        assertThat(linked).allSatisfy(result -> assertThat(result).isDone());
        linked.clear();
    }

    @Override
    public void close() {
        memory.close();
    }
}
