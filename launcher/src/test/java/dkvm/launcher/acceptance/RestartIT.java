// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices are killed in the middle of their work and start again: what that cost is counted, and no key stays down. */
@Timeout(400)
@Isolated("it measures how soon a device is back")
class RestartIT {
    private static final int ROUNDS = 20;
    private static final int STROKES = 1000;
    private static final long STEP_MICROS = 3000;
    private static final List<Stroke> TYPED = Stroke.typed(STROKES / 2);

    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk = Path.of("");
    private final Random random = new Random();

    @BeforeEach
    void desk(TestReporter reporter) throws Exception {
        random.setSeed(Seed.of(getClass(), reporter).value());
        Stroke.write(lab.file("input.evemu"), TYPED, STEP_MICROS);
        desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, restart: {limit: 0}, config: {file: input.evemu}}
                  one: {type: dummy-keyboard-sink, restart: {limit: 0}, config: {file: one.evemu}}
                  two: {type: dummy-keyboard-sink, restart: {limit: 0}, config: {file: two.jsonl}}
                pipelines:
                  copy: {from: keys, to: [one, two]}
                """);
    }

    @Test
    void aKilledSourceGoesOnWhereItWas() throws Exception {
        killSources(ROUNDS / 20);
    }

    @Test
    @Tag("soak")
    void aSourceThatIsKilledAgainAndAgainGoesOnWhereItWas() throws Exception {
        killSources(ROUNDS);
    }

    @Test
    void aKilledSinkLosesWhatItHadInHandAndNothingElse() throws Exception {
        killSinks(ROUNDS / 20);
    }

    @Test
    @Tag("soak")
    void aSinkThatIsKilledAgainAndAgainLosesWhatItHadInHandAndNothingElse() throws Exception {
        killSinks(ROUNDS);
    }

    private void killSources(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            var kernel = runToTheMiddle();

            kill(kernel, "keys");

            assertThat(kernel.awaitExit(Await.LONG)).as(kernel.log()).isZero();
            // One key at a time: a release that the guard made in the source's place is the same in the file.
            assertThat(Stroke.read(lab.file("one.evemu"))).isEqualTo(TYPED);
            assertThat(Stroke.read(lab.file("two.jsonl"))).hasSize(STROKES);
            for (var link : Links.ofReport(lab.file("report.json")).balanced().all()) {
                assertThat(Links.number(link, "in")).isEqualTo(STROKES);
                // The release that came when the guard had made it already.
                assertThat(Links.dropped(link, "stale")).isLessThanOrEqualTo(1);
                assertThat(Links.number(link, "out") + Links.dropped(link, "stale")).isEqualTo(STROKES);
            }
        }
    }

    private void killSinks(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            var kernel = runToTheMiddle();
            // What is written to it while it sleeps it will not have acknowledged.
            Kernel.signal("STOP", kernel.awaitRunning("one").pid());
            Await.until("events on their way", () -> Links.number(kernel.links().to("one.keys"), "in_flight") > 0);

            kill(kernel, "one");

            int code = kernel.awaitExit(Await.LONG);
            var links = Links.ofReport(lab.file("report.json")).balanced();
            var killed = links.to("one.keys");
            long lost = Links.dropped(killed, "lost");
            assertThat(lost).isPositive();
            assertThat(code).as(kernel.log()).isEqualTo(1);
            assertThat(kernel.log()).contains("keys.keys > one.keys lost " + lost + " events");
            assertThat(Links.number(killed, "in")).isEqualTo(STROKES);
            assertThat(Links.dropped(killed, "down")).isZero();
            assertThat(Stroke.read(lab.file("two.jsonl"))).hasSize(STROKES);
            assertThat(Links.number(links.to("two.keys"), "out")).isEqualTo(STROKES);

            var written = Stroke.read(lab.file("one.evemu"));
            assertThat(Stroke.held(written)).isEmpty();
            // What was not lost, or withheld as one half of a pair, is there in its order.
            assertThat(written.size() + 2 * lost + 2 * Links.dropped(killed, "stale")).isGreaterThanOrEqualTo(STROKES);
            assertThat(isSubsequence(written, TYPED)).as("%s", written).isTrue();
        }
    }

    /** Starts the desk and lets it come to somewhere in the middle of the recording. */
    private Kernel runToTheMiddle() throws Exception {
        var kernel = lab.start("--until-end", "--report", lab.file("report.json"), desk);
        kernel.awaitRunning("keys");
        int moment = STROKES / 10 + random.nextInt(STROKES / 2);
        Await.until(moment + " events", () -> Links.number(kernel.links().to("two.keys"), "in") >= moment);
        return kernel;
    }

    private static void kill(Kernel kernel, String device) {
        kernel.awaitRunning(device).destroyForcibly();
        kernel.awaitDevice(device, status -> Links.number(status, "restarts") == 1);
    }

    private static boolean isSubsequence(List<Stroke> part, List<Stroke> whole) {
        var rest = new ArrayList<>(part).iterator();
        if (!rest.hasNext()) {
            return true;
        }
        var next = rest.next();
        for (var stroke : whole) {
            if (stroke.equals(next)) {
                if (!rest.hasNext()) {
                    return true;
                }
                next = rest.next();
            }
        }
        return false;
    }
}
