// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Devices that stand still, all in one desk: those that only sleep or wait are left alone, and those that are dead or hang
 * are found, killed and started again.
 */
@Timeout(180)
@Isolated("it measures how soon a dead device is found")
class LivenessIT {
    private static final int STROKES = 5000;
    private static final long STEP_MICROS = 2000;
    private static final Duration FOUND = Duration.ofSeconds(6);
    private static final Duration KILLED = Duration.ofSeconds(8);
    private static final long SHORT_STOP_MS = 4000;
    /** A hang is found so long after the limit at most, on a machine that is not idle. */
    private static final Duration HANG_FOUND = Duration.ofMillis(2500);

    @RegisterExtension
    final Lab lab = new Lab();

    private final List<Stroke> typed = Stroke.typed(STROKES / 2);

    @Test
    void whoStandsStillForLongIsKilledAndWhoSleepsOrWaitsIsNot(TestReporter reporter) throws Exception {
        standStill(Duration.ofSeconds(3), reporter);
    }

    @Test
    @Tag("soak")
    void whoWaitsMayDoSoForAMinute(TestReporter reporter) throws Exception {
        standStill(Duration.ofMinutes(1), reporter);
    }

    private void standStill(Duration waiting, TestReporter reporter) throws Exception {
        Stroke.write(lab.file("input.evemu"), typed, STEP_MICROS);
        Stroke.write(lab.file("rare.evemu"), Stroke.typed(1), TimeUnit.HOURS.toMicros(1));
        var kernel = lab.start(lab.desk(desk()));
        for (var id : List.of("napper", "slow", "patient", "idle", "late", "doomed", "nap-sink")) {
            kernel.awaitRunning(id);
        }

        long begun = System.nanoTime();
        var doomed = kernel.awaitRunning("doomed");
        Kernel.signal("STOP", doomed.pid());
        long napper = kernel.awaitRunning("napper").pid();
        long napSink = kernel.awaitRunning("nap-sink").pid();
        Kernel.signal("STOP", napper);
        Kernel.signal("STOP", napSink);
        sleepUntil(begun, SHORT_STOP_MS);
        Kernel.signal("CONT", napper);
        Kernel.signal("CONT", napSink);

        kernel.awaitLog("doomed: it is dead: it answered none of 5 pings");
        long found = since(begun);
        doomed.onExit().get(KILLED.toSeconds(), TimeUnit.SECONDS);
        long killed = since(begun);
        kernel.awaitDevice("doomed", device -> Links.number(device, "restarts") == 1
                && device.get("state").getAsString().equals("RUNNING"));
        long again = since(begun);
        var words = "stopped for ever: found after %d ms, killed after %d ms, RUNNING again after %d ms"
                .formatted(found, killed, again);
        reporter.publishEntry("liveness", words);
        System.out.println(words);
        assertThat(found).isBetween(SHORT_STOP_MS, FOUND.toMillis());
        assertThat(killed).isLessThanOrEqualTo(KILLED.toMillis());

        assertTheHangingOneIsFoundWithItsThreads(kernel);
        assertNothingIsMissing(kernel);
        sleepUntil(begun, waiting.toMillis());
        for (var id : List.of("napper", "nap-sink", "patient", "slow", "idle", "late", "awake", "doomed-keys")) {
            assertThat(Links.number(kernel.device(id).orElseThrow(), "restarts")).as(id).isZero();
        }
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static String desk() {
        return """
                devices:
                  napper: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  awake: {type: dummy-keyboard-sink, config: {file: awake.evemu}}
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  nap-sink: {type: dummy-keyboard-sink, config: {file: nap.evemu}}
                  doomed-keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  doomed: {type: dummy-keyboard-sink, config: {file: doomed.evemu}}
                  stuck: {type: process, liveness: 1s, restart: {policy: never}, config: {command: %s}}
                  patient: {type: dummy-keyboard-source, liveness: 1s, config: {file: input.evemu, speed: 0}}
                  slow: {type: process, liveness: 10s, config: {command: %s, options: {pause: "1500"}, ports: {in: {keys: keyboard}}}}
                  late: {type: dummy-keyboard-source, liveness: 1s, config: {file: rare.evemu}}
                  idle: {type: dummy-keyboard-sink, liveness: 1s, config: {file: idle.evemu}}
                pipelines:
                  a: {from: napper, to: awake}
                  b: {from: keys, to: nap-sink}
                  c: {from: doomed-keys, to: doomed}
                  d: {from: patient, to: slow, capacity: 4}
                  e: {from: late, to: idle}
                """
                .formatted(TestPrograms.command(StuckSource.class), TestPrograms.command(SlowSink.class));
    }

    private void assertTheHangingOneIsFoundWithItsThreads(Kernel kernel) throws IOException {
        var stuck = kernel.awaitState("stuck", "FAILED").getAsJsonObject("last_exit");
        assertThat(stuck.get("reason").getAsString())
                .isEqualTo("it hangs: its work has stood still for 1000 ms");
        var report = Path.of(stuck.get("report").getAsString());
        assertThat(report).content().contains("reason: it hangs", "generation: 1", "this will not end well");
        assertThat(Duration.ofMillis(uptime(report))).isLessThan(HANG_FOUND.plusSeconds(5));
        var dumps = files("stuck-threads-");
        assertThat(dumps).hasSize(1);
        assertThat(dumps.getFirst()).content().contains("Found one Java-level deadlock", "StuckSource.hold");
        assertThat(kernel.log()).contains("stuck: what its threads did is in " + dumps.getFirst(),
                "stuck: failed for good: it hangs", report.toString()).doesNotContain("Full thread dump");
        // A stopped JVM can say nothing.
        assertThat(files("doomed-threads-")).isEmpty();
        assertThat(files("doomed-crash-")).hasSize(1);
    }

    private void assertNothingIsMissing(Kernel kernel) throws IOException {
        for (var id : List.of("napper", "keys", "doomed-keys")) {
            kernel.awaitState(id, "ENDED");
        }
        for (var file : List.of("awake.evemu", "nap.evemu")) {
            Await.until("all of " + file, () -> Stroke.read(lab.file(file)).size() == STROKES);
            assertThat(Stroke.read(lab.file(file))).isEqualTo(typed);
        }
        Await.until("all events accounted for", () -> Links.number(kernel.links().to("doomed.keys"), "queued") == 0
                && Links.number(kernel.links().to("doomed.keys"), "in_flight") == 0);
        var links = kernel.links().balanced();
        for (var sink : List.of("awake.keys", "nap-sink.keys")) {
            assertThat(Links.number(links.to(sink), "out")).as(sink).isEqualTo(STROKES);
        }
        var doomed = links.to("doomed.keys");
        assertThat(Links.dropped(doomed, "lost")).isPositive();
        assertThat(Links.number(doomed, "in")).isEqualTo(STROKES);
        assertThat(Stroke.held(Stroke.read(lab.file("doomed.evemu")))).isEmpty();
    }

    private List<Path> files(String prefix) throws IOException {
        try (var files = Files.list(lab.home().resolve("log"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    private static long uptime(Path report) throws IOException {
        var line = Files.readAllLines(report).stream().filter(text -> text.startsWith("uptime: ")).findFirst()
                .orElseThrow();
        return Long.parseLong(line.split(" ", -1)[1]);
    }

    private static long since(long begunNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
    }

    /** For a time that is the subject of the test, not to wait for something. */
    private static void sleepUntil(long begunNanos, long ms) throws InterruptedException {
        long left = ms - since(begunNanos);
        if (left > 0) {
            Thread.sleep(left);
        }
    }
}
