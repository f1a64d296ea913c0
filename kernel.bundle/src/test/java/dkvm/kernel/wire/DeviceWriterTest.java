// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Ping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A writer between the kernel's threads and a real pipe: nothing lost, nothing out of order, nobody left asleep. */
class DeviceWriterTest {
    private static final int SOURCES = 3;
    private static final int LARGEST_TEXT = 65_000;

    private final long seed = System.nanoTime();
    private final Graph graph = new Graph(TestMemory.none());
    private Process pipe;
    private DeviceWriter writer;
    private SinkProcess sink;

    @BeforeEach
    void openPipe() throws IOException {
        pipe = new ProcessBuilder("cat").start();
        writer = new DeviceWriter("write", pipe.getOutputStream());
        sink = new SinkProcess(pipe.getInputStream(), new Random(seed));
        graph.ports("sink", List.of(Port.in("keys", StreamKind.KEYBOARD)));
    }

    @AfterEach
    void closePipe() {
        writer.close();
        pipe.destroyForcibly();
    }

    @ParameterizedTest
    @CsvSource({"1, 6000, 200", "64, 20000, 100000", "4096, 20000, 50"})
    void losesNothingAndWakesEverybodyHoweverManyPumpAtOnce(int capacity, int events, int slowness)
            throws InterruptedException {
        sink.slowness = slowness;
        var sources = sources(capacity, events, LARGEST_TEXT);
        begin();
        var threads = new ArrayList<Thread>();
        sources.forEach(source -> threads.add(Thread.ofPlatform().start(source)));
        long pings = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            ping(++pings);
            LockSupport.parkNanos(50_000);
        }
        for (var thread : threads) {
            thread.join();
        }
        await(() -> sink.ended.get() == SOURCES);
        long last = pings;
        await(() -> sink.pings.get() == last);

        assertThat(sources).as("seed %s", seed).extracting(source -> source.failure).containsOnly("");
        assertThat(sink.events.get()).isEqualTo((long) SOURCES * events);
        assertThat(graph.status()).allMatch(link -> link.ended() && link.out() == events);
    }

    @Test
    void sendsControlBeforeEventsThatWaitForTheWindow() throws InterruptedException {
        var source = sources(4096, 2000, 40).getFirst();
        writer.start();
        var attachment = graph.attach("sink", writer, TestMemory.tenant("sink"), false);
        writer.drawFrom(attachment.sink());
        graph.opened("sink");
        source.run();
        ping(1);
        Thread.ofPlatform().daemon().start(sink);

        await(() -> sink.pings.get() == 1);
        assertThat(sink.events.get()).isLessThan(2000);
        assertThat(sink.ended.get()).isZero();
    }

    @Test
    void endsTheDevicesInputAlsoWhileNobodyReads() throws InterruptedException {
        begin();
        pipe.destroyForcibly();
        for (int id = 1; id <= 100_000; id++) {
            ping(id);
        }
        writer.close();

        await(() -> sink.over);
    }

    private List<SourceThread> sources(int capacity, int events, int longest) {
        var sources = new ArrayList<SourceThread>();
        for (int i = 0; i < SOURCES; i++) {
            var id = "source" + i;
            graph.ports(id, List.of(Port.out("keys", StreamKind.KEYBOARD)));
            graph.pipeline(new PipelineEntry(id, List.of(new LinkEntry(id, "keys", "sink", "keys")), Optional.empty(),
                    OptionalInt.of(capacity)));
            sources.add(new SourceThread(graph, id, events, longest, seed + i));
        }
        return sources;
    }

    private void begin() {
        writer.start();
        var attachment = graph.attach("sink", writer, TestMemory.tenant("sink"), false);
        writer.drawFrom(attachment.sink());
        sink.end = attachment.sink();
        Thread.ofPlatform().daemon().start(sink);
        graph.opened("sink");
    }

    private void ping(long id) {
        writer.send(Envelope.newBuilder().setPing(Ping.newBuilder().setId(id)).build());
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            var failure = sink.failure;
            if (failure != null || System.nanoTime() > deadline) {
                throw new AssertionError("seed " + seed + ", " + sink.events + " events came, " + graph.status(),
                        failure);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
