// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A kernel is killed while it takes what changed in the watched folder: the next one runs a whole version, and says which. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class KilledDeployIT {
    private static final List<String> REPLACING = List.of("SEEN", "STORED", "VERIFIED", "INSTALLED", "STARTED",
            "PROVEN",
            "DRAINED", "ACTIVATED", "SWITCHED", "GOOD", "UNINSTALLED");
    /** What a kernel passes with what it finds when it starts. */
    private static final List<String> AT_THE_START = List.of("SEEN", "STORED", "VERIFIED", "INSTALLED");
    private static final List<String> REFUSING = List.of("REJECTING", "REJECTED");
    private static final int HALTED = 137;
    private static final int KILLS = 50;
    /** By then a jar has been seen, tried and taken. */
    private static final int LATEST_MS = 3000;
    private static final int PIECES = 8;
    private static final int PIECE_MS = 100;
    private static final DeviceBundle SHIPPED = DeviceBundle.shipped(DeviceBundle.KEYBOARD);

    /** What happens in the folder. */
    private enum Change {
        /** A jar is put there in one step. */
        PUT,
        /** The jar that is there is overwritten piece by piece. */
        OVERWRITE,
        /** The jar is taken away. */
        REMOVE,
        /** The jar is overwritten, and whoever does it is killed, too. */
        CUT
    }

    /** In turn; what is cut was good before. */
    private static final List<Change> CHANGES = List.of(Change.PUT, Change.OVERWRITE, Change.REMOVE, Change.PUT,
            Change.CUT);

    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk = Path.of("");
    private Path file = Path.of("");
    private int version;

    @BeforeEach
    void desk() throws IOException {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(500), 1000);
        desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu, loop: true}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                pipelines:
                  typing: {from: keys, to: paper}
                """);
        file = lab.deploy().resolve("keys.jar");
    }

    @Test
    void aStepAtWhichItIsKilledLeavesAWholeVersion(TestReporter reporter) throws Exception {
        var steps = new ArrayList<>(REPLACING);
        steps.addAll(REFUSING);
        Collections.shuffle(steps, Seed.of(getClass(), reporter).random());
        steps(List.of(steps.getFirst()));
    }

    @Test
    @Tag("soak")
    void everyStepAtWhichItIsKilledLeavesAWholeVersion() throws Exception {
        steps(REPLACING);
        steps(REFUSING);
    }

    @Test
    void aMomentAtWhichItIsKilledLeavesAWholeVersion(TestReporter reporter) throws Exception {
        moments(KILLS / 20, reporter);
    }

    @Test
    @Tag("soak")
    void whenItIsKilledAgainAndAgainThereIsAWholeVersion(TestReporter reporter) throws Exception {
        moments(KILLS, reporter);
    }

    /** A kernel halts itself at a step, and the next one is whole. */
    private void steps(List<String> steps) throws Exception {
        var good = Bundles.hash(put());
        var first = lab.start(desk);
        assertWhole(first, Optional.of(good), "before");
        stop(first);
        for (var step : steps) {
            boolean refused = REFUSING.contains(step);
            var jar = refused ? bad() : next();
            if (AT_THE_START.contains(step)) {
                DeviceBundle.put(file, jar);
            }
            lab.environment("JDK_JAVA_OPTIONS", "-Ddkvm.deploy.halt=" + step);
            var halting = lab.start(desk);
            lab.noEnvironment("JDK_JAVA_OPTIONS");
            if (!AT_THE_START.contains(step)) {
                Bundles.awaitActive(halting, DeviceBundle.KEYBOARD, good);
                halting.awaitRunning("keys");
                halting.awaitRunning("paper");
                DeviceBundle.put(file, jar);
            }
            assertThat(halting.awaitExit(Await.LONG)).as(step + "\n" + halting.log()).isEqualTo(HALTED);
            lab.awaitNothingLeft();

            var next = lab.start(desk);
            if (refused) {
                Bundles.awaitRejected(next, lab.deploy(), "keys.jar", Bundles.hash(jar));
            } else {
                good = Bundles.hash(jar);
            }
            assertWhole(next, Optional.of(good), step);
            stop(next);
        }
    }

    private void moments(int kills, TestReporter reporter) throws Exception {
        var seed = Seed.of(getClass(), reporter);
        var random = seed.random();
        var kernel = lab.start(desk);
        var good = Optional.<String>empty();
        assertWhole(kernel, good, "before");
        for (int kill = 0; kill < kills; kill++) {
            var change = CHANGES.get(kill % CHANGES.size());
            int moment = random.nextInt(LATEST_MS);
            var what = "%s, %d: %s, killed %d ms later".formatted(seed, kill, change, moment);

            good = killedAfter(kernel, change, moment, good, random);
            if (random.nextBoolean()) {
                lab.awaitNothingLeft();
            }

            kernel = lab.start(desk);
            assertWhole(kernel, good, what);
        }
        stop(kernel);
    }

    /** @return the hash of what is to run in the end */
    private Optional<String> killedAfter(Kernel kernel, Change change, int moment, Optional<String> good, Random random)
            throws Exception {
        var killer = Thread.ofPlatform().start(() -> {
            try {
                kernel.process().waitFor(moment, TimeUnit.MILLISECONDS);
                kernel.process().destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var result = switch (change) {
            case PUT -> Optional.of(Bundles.hash(put()));
            case OVERWRITE -> {
                var jar = next();
                overwrite(jar, PIECES);
                yield Optional.of(Bundles.hash(jar));
            }
            case REMOVE -> {
                Files.delete(file);
                yield Optional.<String>empty();
            }
            case CUT -> {
                overwrite(next(), 1 + random.nextInt(PIECES - 1));
                yield good;
            }
        };
        killer.join();
        return result;
    }

    private byte[] next() {
        return SHIPPED.stamped(String.valueOf(++version)).bytes();
    }

    private byte[] put() throws IOException {
        var jar = next();
        DeviceBundle.put(file, jar);
        return jar;
    }

    private byte[] bad() {
        return SHIPPED.stamped(String.valueOf(++version)).with(DeviceBundle.CAPABILITIES,
                SHIPPED.header(DeviceBundle.CAPABILITIES).replace("protocol:Long=1", "protocol:Long=9")).bytes();
    }

    /** The first of so many pieces. */
    private void overwrite(byte[] jar, int pieces) throws IOException, InterruptedException {
        try (var out = Files.newOutputStream(file)) {
            for (int piece = 0; piece < pieces; piece++) {
                int from = (int) ((long) jar.length * piece / PIECES);
                out.write(Arrays.copyOfRange(jar, from, (int) ((long) jar.length * (piece + 1) / PIECES)));
                Thread.sleep(PIECE_MS);
            }
        }
    }

    /** Both devices come to run from one whole jar, and all that can be asked says the same of it. */
    private void assertWhole(Kernel kernel, Optional<String> deployed, String when) throws IOException {
        var hash = deployed.isPresent()
                ? deployed.get()
                : Bundles.hash(DeviceBundle.shippedJar(DeviceBundle.KEYBOARD));
        var active = Bundles.awaitActive(kernel, DeviceBundle.KEYBOARD, hash);
        assertThat(Bundles.text(active, "origin")).as(when).isEqualTo(deployed.isPresent() ? "deployed" : "shipped");
        for (var device : List.of("keys", "paper")) {
            Await.until(device + " from " + hash + ", " + when, () -> ClassPaths
                    .of(kernel.awaitRunning(device).pid()).stream().anyMatch(jar -> jar.endsWith(hash + ".jar")));
            for (var jar : ClassPaths.of(kernel.awaitRunning(device).pid())) {
                assertThat(jar.getFileName()).as(when).hasToString(Bundles.hash(jar) + ".jar");
            }
        }
        // A jar that was cut is given its time.
        Await.until("the folder to be what runs, " + when,
                () -> deployed.isPresent() == Files.exists(file)
                        && (deployed.isEmpty() || Bundles.hash(file).equals(hash)));
        Await.until("nothing on its way, " + when, () -> Bundles.of(kernel).all().stream()
                .noneMatch(bundle -> List.of("REPLACING", "INCOMPLETE").contains(Bundles.text(bundle, "state"))));
        long events = Links.number(kernel.links().to("paper.keys"), "out");
        Await.until("events, " + when, () -> Links.number(kernel.links().to("paper.keys"), "out") > events);
        FaultyDesk.awaitNobodyElse(lab, kernel);
    }

    private void stop(Kernel kernel) throws Exception {
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log()).doesNotContain(" ERROR ");
        lab.awaitNothingLeft();
    }
}
