// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.Notices.Feed;
import dkvm.kernel.call.InFlight;
import dkvm.kernel.notice.Listening;
import dkvm.kernel.run.KernelServices;
import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Response;
import dkvm.sdk.wire.v1.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A device that says nearly what a device may say, from Hello to Drained, to a kernel with two good devices and a
 * follower of notices: it is understood, or is a fault in words. Nobody else is hurt, and nothing is kept of it.
 */
@Isolated("it measures the heap")
class DeviceFuzzTest {
    private static final int MUTATED = 1_000_000;
    private static final long PATIENCE_S = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_S);
    private static final long MEBIBYTE = 1 << 20;
    /** Of so many faulty processes one does not crash: the kernel has to kill it, after a second. */
    private static final int CRASHES = 5000;
    private static final int CALLS = 4;

    private final long seed = Long.getLong("dkvm.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Mutator mutator = new Mutator(random, 40);
    private final Complaints complaints = new Complaints();
    private final GoodProcess good = new GoodProcess();
    private final GoodProcess lamp = new GoodProcess();
    /** How often each kind of end was seen, and each kind of message spoilt. */
    private final Map<String, Integer> ends = new TreeMap<>();
    private final Map<BodyCase, Integer> kinds = new EnumMap<>(BodyCase.class);
    private final List<PlayedRun> others = new ArrayList<>();
    @TempDir
    Path home;
    private TestKernel desk;
    private PlayedRun.Kernel kernel;
    private Feed follower;
    private int mutated;
    private int sessions;

    @BeforeEach
    void start() throws Exception {
        desk = new TestKernel(home);
        kernel = new PlayedRun.Kernel(new DeviceScheduler(), desk.graph, desk.calls, desk.memory);
        new KernelServices(desk.calls, new View(desk), desk.devices);
        desk.calls.offer("test", (_, _, payload) -> payload);
        desk.calls.directory("fuzzed"::equals);
        desk.link("to-lamp", "good.keys", "lamp.keys");
        desk.link("to-fuzzed", "good.keys", "fuzzed.keys");
        desk.link("from-fuzzed", "fuzzed.keys", "lamp.keys");
        for (var device : List.of(good, lamp)) {
            var run = new PlayedRun(kernel, device, _ -> false).start(device == good ? "good" : "lamp", 1, false);
            run.running.get(PATIENCE_S, TimeUnit.SECONDS);
            others.add(run);
        }
        var topics = Topics.newBuilder().addPrefixes("beat").build().toByteString();
        answered(lamp.call("", "notices", "subscribe", topics), ByteString.EMPTY);
        follower = desk.notices.feed(List.of("beat"));
    }

    @AfterEach
    void end() {
        good.exits(0);
        lamp.exits(0);
        follower.close();
        kernel.scheduler().shutdownNow();
        desk.close();
        complaints.close();
    }

    @Test
    @Timeout(300)
    void hurtsNobodyAndLeavesNothing() throws Exception {
        fuzz(MUTATED / 20);
    }

    @Test
    @Tag("soak")
    void hurtsNobodyAMillionTimes() throws Exception {
        fuzz(MUTATED);
    }

    private void fuzz(int count) throws Exception {
        long begin = System.nanoTime();
        long usedEarly = 0;
        while (mutated < count) {
            if (usedEarly == 0 && mutated > count / 4) {
                usedEarly = used();
            }
            session();
        }
        long grown = used() - usedEarly;
        System.out.printf(
                "kernel's devices: %d mutated messages in %d sessions, seed %d, %d ms, heap %+d KiB, %s, %s%n",
                mutated, sessions, seed, (System.nanoTime() - begin) / 1_000_000, grown / 1024, kinds, ends);
        assertThat(Listening.feeds(desk.notices)).isEqualTo(1);
        assertThat(grown).as("seed %d", seed).isLessThan(8 * MEBIBYTE);
        assertThat(ends.keySet()).as("kinds of end").hasSizeGreaterThan(12);
        assertThat(kinds).as("kinds of message").hasSize(18);
    }

    private void session() throws Exception {
        sessions++;
        var end = new CompletableFuture<PlayedRun>();
        var process = new FuzzedProcess(new Random(random.nextLong()), mutator, () -> end.join().end());
        var run = new PlayedRun(kernel, process, _ -> sessions % CRASHES == 1)
                .start("fuzzed", sessions, random.nextBoolean());
        end.complete(run);
        var called = run.peer.thenCompose(peer -> desk.calls.call(peer, "device", "status", payload(), PATIENCE));
        var _ = run.running.thenRun(() -> chat(run));
        var kernelCall = payload();
        var fromKernel = good.call("", "test", "say", kernelCall);
        var lampCall = payload();
        var fromLamp = good.call("lamp", "test", "say", lampCall);
        var fromGood = lamp.call("good", "test", "say", lampCall);
        key();

        var words = run.over.get(PATIENCE_S, TimeUnit.SECONDS);

        mutated += process.mutated();
        process.kinds.forEach((kind, n) -> kinds.merge(kind, n, Integer::sum));
        check(words);
        answered(fromKernel, kernelCall);
        answered(fromLamp, lampCall);
        answered(fromGood, lampCall);
        until("answers", () -> good.waiting() == 0 && called.isDone());
        othersGoOn();
        nothingIsLeft();
    }

    /** Those that the good one calls without end, as long as there is somebody to answer. */
    private void chat(PlayedRun with) {
        for (int i = 0; i < CALLS; i++) {
            chatOn(with);
        }
    }

    private void chatOn(PlayedRun with) {
        var _ = good.call("fuzzed", "device", "status", payload()).thenAccept(response -> {
            if (!with.over.isDone() && response.getStatus() == 0) {
                chatOn(with);
            }
        });
    }

    private ByteString payload() {
        return ByteString.copyFrom(new byte[random.nextInt(1 << random.nextInt(14))]);
    }

    private void key() {
        until("credit", good::hasCredit);
        good.key();
    }

    private void check(String words) {
        assertThat(words).as(this::where).matches("\\P{Cntrl}+").hasSizeLessThan(5000)
                .doesNotContain("could not handle");
        ends.merge(words.replaceAll("-?[0-9]+", "N").replaceAll("(; |message:|named|is a|needs).*", "$1…"), 1,
                Integer::sum);
    }

    private void answered(CompletableFuture<Response> call, ByteString with) throws Exception {
        var response = call.get(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(response.getStatus()).as(() -> where() + response.getMessage()).isZero();
        assertThat(response.getPayload()).as(this::where).isEqualTo(with);
    }

    /** Keys arrive, and notices; twice, so that a key that is down is let go of. */
    private void othersGoOn() throws Exception {
        key();
        long last = good.sent();
        until("key " + last, () -> lamp.heardOf(good) == last);
        var beat = Integer.toString(sessions);
        desk.notices.publish("beat", ByteString.copyFromUtf8(beat));
        until("beat " + beat, () -> lamp.notice().equals(beat));
        assertThat(follower.next(Duration.ofSeconds(PATIENCE_S)).orElseThrow().payload().toStringUtf8())
                .as(this::where).isEqualTo(beat);
        assertThat(follower.dropped()).as(this::where).isZero();
    }

    private void nothingIsLeft() {
        assertThat(complaints.heard()).as(this::where).isEmpty();
        assertThat(othersEnds()).as(this::where).isEmpty();
        assertThat(InFlight.any(desk.calls)).as(this::where).isFalse();
        assertThat(InFlight.callable(desk.calls)).as(this::where).containsExactlyInAnyOrder("good", "lamp");
        assertThat(Listening.devices(desk.notices)).as(this::where).isEqualTo(2);
        if (sessions % 200 == 0) {
            until("threads gone", () -> threadsOfFuzzed() == 0);
        }
    }

    private List<String> othersEnds() {
        return others.stream().filter(other -> other.over.isDone()).map(other -> other.over.join()).toList();
    }

    private static long threadsOfFuzzed() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().endsWith("-fuzzed"))
                .count();
    }

    private String where() {
        return "session " + sessions + " of seed " + seed + ": ";
    }

    private void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> where() + "still no " + what + "; " + complaints.heard()
                    + othersEnds())
                    .isLessThan(end);
            LockSupport.parkNanos(20_000);
        }
    }

    private long used() {
        until("threads gone", () -> threadsOfFuzzed() == 0);
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The desk, as the kernel's services see it. */
    private record View(TestKernel desk) implements NoMemory {
        @Override
        public List<DeviceStatus> devices() {
            return desk.devices.status();
        }

        @Override
        public List<LinkStatus> links() {
            return desk.graph.status();
        }
    }
}
