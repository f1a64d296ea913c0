// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A kernel is killed: two seconds later there is nothing of it, and the next one starts as if nothing had been. */
@Timeout(400)
@Isolated("it measures how soon all is gone")
class KilledKernelIT {
    private static final int ROUNDS = 20;
    private static final List<Stroke> STROKES = Stroke.typed(100);
    private static final long STEP_MICROS = 10_000;
    /** As long as the recording, and about as long as a kernel takes to start. */
    private static final int LATEST_MS = 2000;

    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk = Path.of("");

    @BeforeEach
    void desk() throws Exception {
        Stroke.write(lab.file("input.evemu"), STROKES, STEP_MICROS);
        desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  evemu: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                  jsonl: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                pipelines:
                  copy: {from: keys, to: [evemu, jsonl]}
                """);
    }

    @Test
    void leavesNothingBehindAndTheNextOneWorks(TestReporter reporter) throws Exception {
        rounds(ROUNDS / 20, reporter);
    }

    @Test
    @Tag("soak")
    void leavesNothingBehindWheneverItIsKilled(TestReporter reporter) throws Exception {
        rounds(ROUNDS, reporter);
    }

    private void rounds(int rounds, TestReporter reporter) throws Exception {
        var seed = Seed.of(getClass(), reporter);
        var random = seed.random();
        for (int round = 0; round < rounds; round++) {
            var kernel = lab.start(desk);
            boolean running = round % 2 == 0;
            if (running) {
                kernel.awaitRunning("keys");
            }
            int moment = random.nextInt(LATEST_MS);
            kernel.process().waitFor(moment, TimeUnit.MILLISECONDS);

            kernel.process().destroyForcibly();

            reporter.publishEntry("round " + round, "killed " + moment + " ms after it "
                    + (running ? "began to play" : "was started"));
            lab.awaitNothingLeft();
            var next = lab.run("--until-end", "--report", "report.json", desk);
            assertThat(next.code()).as("%s, round %d: %s", seed, round, next.err()).isZero();
            assertThat(next.err()).doesNotContain(" WARN ", " ERROR ");
            Links.ofReport(lab.file("report.json")).complete(STROKES.size());
            assertThat(Stroke.read(lab.file("out.evemu"))).isEqualTo(STROKES);
            assertThat(Stroke.held(Stroke.read(lab.file("out.jsonl")))).isEmpty();
        }
    }

    @Test
    void theNextKernelEndsADeviceThatTheKilledOneCouldNot() throws Exception {
        var stubborn = lab.write("stubborn.yaml",
                """
                        version: 1
                        devices:
                          stubborn: {type: process, config: {command: [sh, -c, 'trap "" TERM; echo up >&2; sleep 1000; sleep 1000']}}
                        """);
        var kernel = lab.start(stubborn);
        kernel.awaitLog("device.stubborn up");
        var device = ProcessHandle.of(kernel.device("stubborn").orElseThrow().get("pid").getAsLong()).orElseThrow();
        kernel.process().destroyForcibly().waitFor();
        assertThat(Traces.ended(device)).isFalse();

        var next = lab.run("--until-end", desk);

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.err()).contains("stubborn: process " + device.pid()
                + " of an earlier kernel is still there and is killed");
        Await.until("the end of the stubborn device", Duration.ofSeconds(2), () -> Traces.ended(device));
    }
}
