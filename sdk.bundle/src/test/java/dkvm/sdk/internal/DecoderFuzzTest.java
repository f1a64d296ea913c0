// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Session;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.testing.Mutator;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A kernel that says what is nearly the protocol: a device takes it, or ends with words; it never hangs. */
@Execution(ExecutionMode.CONCURRENT)
class DecoderFuzzTest {
    private static final int MUTATED = 1_000_000;
    private static final int PATIENCE_S = 30;
    private static final int EX_TEMPFAIL = 75;
    private static final int EX_CONFIG = 78;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("dkvm.fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Mutator mutator = new Mutator(random, 25);
    private final ExecutorService mains = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    /** How often each kind of end was seen. */
    private final Map<String, Integer> ends = new TreeMap<>();
    private int mutated;
    private int sessions;

    @Test
    void endsInWordsOrGoesOn() throws Exception {
        fuzz(MUTATED / 20);
    }

    @Test
    @Tag("soak")
    void endsInWordsOrGoesOnAMillionTimes() throws Exception {
        fuzz(MUTATED);
    }

    @AfterEach
    void end() {
        mains.shutdownNow();
    }

    private void fuzz(int count) throws Exception {
        long begin = System.nanoTime();
        while (mutated < count) {
            session(random.nextBoolean());
        }
        System.out.printf("SDK's decoder: %d mutated messages in %d sessions, seed %d, %d ms, %s%n", mutated, sessions,
                seed, (System.nanoTime() - begin) / 1_000_000, ends);
        assertThat(ends.keySet()).hasSizeGreaterThan(4);
    }

    private void session(boolean source) throws Exception {
        sessions++;
        var pool = new PlayedPool(folder, sessions, FuzzedKernel.PICTURE.bytes(), 4);
        var in = new FuzzedKernel(new Random(random.nextLong()), mutator, source, pool);
        var logged = new ByteArrayOutputStream();
        var exit = new PlayedExit();
        var platform = new Platform(in, OutputStream.nullOutputStream(), Map.of("DKVM_DEVICE_ID", "x"),
                new Log(new PrintStream(logged, false, StandardCharsets.UTF_8), LogLevel.WARN), exit, () -> true);
        var spec = Specs.both(source
                ? new DeviceSpec.Producing(_ -> DecoderFuzzTest::produce)
                : new DeviceSpec.Consuming(_ -> new RecordingSink()));
        var main = mains.submit(() -> {
            try {
                throw new DeviceRuntime(spec, platform).run();
            } catch (Ended e) {
                // As it should.
            }
        });
        try {
            main.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("session " + sessions + " of seed " + seed + ": " + logged, e);
        }
        check(exit.status.join(), logged.toString(StandardCharsets.UTF_8));
        Files.deleteIfExists(pool.path);
        mutated += in.mutated();
    }

    private void check(int status, String log) {
        var as = "session " + sessions + " of seed " + seed;
        assertThat(log).as(as).doesNotContain("\tat ");
        // Told to stop it exits 0, though what comes behind that may still be wrong.
        assertThat(log.isEmpty() ? 0 : status).as(as + ": " + log).isIn(0, 1, EX_TEMPFAIL, EX_CONFIG);
        for (var entry : log.split("\n(?=<)", -1)) {
            assertThat(entry).as(as).matches("(?s)|<3>the kernel broke the wire protocol: .*|"
                    + "<3>the kernel chose version .*|<3>no buffers for output .*|<4>.* sends what is no picture.*"
                    // What a session held that broke, once it is collected.
                    + "|<4>the buffer of event .* was not released; .*");
            ends.merge(
                    entry.strip().replaceAll("-?[0-9]+", "N").replaceAll(
                            "(?s)(parsed:|is not:|no buffers:|for output \"video\":|cannot have).*", "$1 …"),
                    1,
                    Integer::sum);
        }
    }

    private static void produce(Session session) throws Exception {
        for (int i = 0; i < 5; i++) {
            session.output("keys").send(new KeyEvent(0x70004, (i & 1) == 0));
        }
        var frames = session.frames("video");
        frames.format(FuzzedKernel.PICTURE);
        for (int i = 0; i < 5; i++) {
            var drawing = frames.next();
            if (drawing.isPresent()) {
                drawing.get().pixels().fill((byte) i);
                drawing.get().send(List.of(new Rectangle(i, i, 1, 1)), i);
            }
        }
        session.sleepUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    }

    /** The process does not end; its threads do. */
    private static final class PlayedExit implements Exit {
        final CompletableFuture<Integer> status = new CompletableFuture<>();

        @Override
        public Ended now(int with) {
            status.complete(with);
            return new Ended(with);
        }

        @Override
        public void within(long millis, int with) {}
    }
}
