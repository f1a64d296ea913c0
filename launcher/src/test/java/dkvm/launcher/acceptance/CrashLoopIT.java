// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices that cannot run: how often and when they are tried again, and what is left to read when they are given up. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class CrashLoopIT {
    private static final int RESTARTS = 4;
    private static final long INITIAL_MS = 200;
    private static final long MAX_MS = 800;
    /** What a launch may take on a busy machine. */
    private static final long LAUNCH_MS = 2000;
    private static final int KEPT = 5;
    private static final Pattern WAIT = Pattern.compile("crash: exit status 1; it is started again in (\\d+) ms");

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void areStartedAgainInTheirTimeAndGivenUpInWords() throws Exception {
        lab.write("crash.sh", """
                date +%s%3N >>starts
                i=0
                while [ $i -lt 300 ]; do echo "line $i of process $DKVM_GENERATION" >&2; i=$((i + 1)); done
                echo '<3>no such luck' >&2
                exit 1
                """);
        var kernel = lab.start(lab
                .desk("""
                        devices:
                          crash: {type: process, restart: {initial: 200ms, max: 800ms, limit: 4}, config: {command: [sh, crash.sh]}}
                          unplugged: {type: process, restart: {initial: 1ms, max: 300ms, limit: 1}, config: {command: [sh, -c, exit 75]}}
                          wrong: {type: process, config: {command: [sh, -c, 'echo no such option >&2; exit 78']}}
                          never: {type: process, restart: {policy: never}, config: {command: [sh, -c, exit 1]}}
                        """));

        assertGivenUpAtOnce(kernel.awaitState("wrong", "FAILED"), "exit status 78");
        assertGivenUpAtOnce(kernel.awaitState("never", "FAILED"), "exit status 1");
        var failed = kernel.awaitState("crash", "FAILED");
        assertThat(Links.number(failed, "restarts")).isEqualTo(RESTARTS);
        assertThat(Links.number(failed, "generation")).isEqualTo(RESTARTS + 1);
        assertThat(failed.get("desired").getAsString()).isEqualTo("up");
        assertThat(failed.getAsJsonObject("last_exit").get("code").getAsInt()).isEqualTo(1);
        assertTimes(kernel.log());
        assertReport(kernel.log(), Path.of(failed.getAsJsonObject("last_exit").get("report").getAsString()));

        var waiting = kernel.awaitDevice("unplugged", device -> Links.number(device, "restarts") >= 3);
        assertThat(waiting.get("state").getAsString()).isIn("BACKOFF", "STARTING");
        assertThat(kernel.log()).contains("unplugged: exit status 75; it is started again in 300 ms");

        assertThat(kernel.ask("restart", "crash", "--no-wait")).hasValue("");
        kernel.awaitDevice("crash", device -> Links.number(device, "generation") > RESTARTS + 1);
        failed = kernel.awaitDevice("crash", device -> Links.number(device, "generation") == 2 * (RESTARTS + 1)
                && device.get("state").getAsString().equals("FAILED"));
        assertThat(Links.number(failed, "restarts")).as("has all its tries again").isEqualTo(2 * RESTARTS);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static void assertGivenUpAtOnce(JsonObject device, String reason) {
        assertThat(Links.number(device, "restarts")).isZero();
        var exit = device.getAsJsonObject("last_exit");
        assertThat(exit.get("reason").getAsString()).isEqualTo(reason);
        assertThat(Path.of(exit.get("report").getAsString())).content().contains("reason: " + reason);
    }

    /** Each wait is drawn between nothing and twice the bound before, and is what then passes. */
    private void assertTimes(String log) throws IOException {
        var starts = Files.readAllLines(lab.file("starts")).stream()
                .map(line -> Instant.ofEpochMilli(Long.parseLong(line))).toList();
        var waits = WAIT.matcher(log).results().map(match -> Long.parseLong(match.group(1))).toList();
        assertThat(starts).hasSize(RESTARTS + 1);
        assertThat(waits).hasSize(RESTARTS);
        for (int i = 0; i < RESTARTS; i++) {
            assertThat(waits.get(i)).isBetween(0L, Math.min(MAX_MS, INITIAL_MS << i));
            assertThat(Duration.between(starts.get(i), starts.get(i + 1)).toMillis()).as("%s of %s", i, waits)
                    .isBetween(waits.get(i), waits.get(i) + LAUNCH_MS);
        }
    }

    private void assertReport(String log, Path report) throws IOException {
        assertThat(log)
                .contains("crash: failed for good, after too many restarts: exit status 1; what it said last is in "
                        + report);
        assertThat(report.getParent()).isEqualTo(lab.home().resolve("log"));
        var lines = Files.readAllLines(report);
        assertThat(lines).contains("device: crash", "reason: exit status 1", "exit: exit status 1", "generation: 5");
        var last = lines.subList(lines.indexOf("The last 200 lines it logged:") + 1, lines.size());
        assertThat(last).hasSize(200).startsWith("line 101 of process 5").endsWith("no such luck");
        try (var files = Files.list(report.getParent())) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("crash-crash-")).toList())
                    .hasSize(Math.min(KEPT, RESTARTS + 1));
        }
    }
}
