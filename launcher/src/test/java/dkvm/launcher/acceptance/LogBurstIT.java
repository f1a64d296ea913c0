// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A device that logs more than anybody reads: most of it is cut, which is told, and nobody else notices. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class LogBurstIT {
    private static final int MB = 1_000_000;
    private static final long BURST = 1024 * 1024;
    private static final long PER_SECOND = 256 * 1024;
    private static final int STROKES = 500;
    private static final long STEP_MICROS = 4000;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void isCutAndCounted(TestReporter reporter) throws Exception {
        burst(5 * MB, reporter);
    }

    @Test
    @Tag("soak")
    void isCutAndCountedHoweverMuchItIs(TestReporter reporter) throws Exception {
        burst(100 * MB, reporter);
    }

    private void burst(int bytes, TestReporter reporter) throws Exception {
        var typed = Stroke.typed(STROKES / 2);
        Stroke.write(lab.file("input.evemu"), typed, STEP_MICROS);
        lab.write("burst.sh", """
                while [ ! -e go ]; do sleep 0.05; done
                yes 'This is a line of a log that nobody will ever read, as there are far too many of its kind.' |
                    head -c %d >&2
                echo >&2
                echo '<3>and this is the last' >&2
                exit 78
                """.formatted(bytes));
        var kernel = lab.start(lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                  noisy: {type: process, config: {command: [sh, burst.sh]}}
                pipelines: {typing: {from: keys, to: paper}}
                """));
        kernel.awaitRunning("keys");
        long begun = System.nanoTime();
        Files.createFile(lab.file("go"));

        var failed = kernel.awaitState("noisy", "FAILED");
        var time = Duration.ofNanos(System.nanoTime() - begun);
        long logged = size();
        var words = "%d bytes of log: %d lines cut, %d bytes written, after %d ms".formatted(bytes,
                Links.number(failed, "log_cut"), logged, time.toMillis());
        reporter.publishEntry("burst", words);
        System.out.println(words);

        // Each line has a time and a name before it.
        assertThat(logged).isLessThan(2 * (BURST + PER_SECOND * (time.toSeconds() + 1)));
        assertThat(Links.number(failed, "log_cut")).isBetween(bytes / 2 / 100L, bytes / 80L);
        var log = kernel.log();
        assertThat(
                log.lines().filter(line -> line.contains("noisy: ") && line.contains(" of its log were cut")).count())
                .isBetween(1L, time.toSeconds() + 2);
        var report = Files.readAllLines(Path.of(failed.getAsJsonObject("last_exit").get("report").getAsString()));
        assertThat(report).endsWith("and this is the last");
        assertThat(report.size()).isGreaterThan(200);

        kernel.awaitState("keys", "ENDED");
        Await.until("the last key in the file", () -> Stroke.read(lab.file("out.evemu")).size() == STROKES);
        assertThat(Stroke.read(lab.file("out.evemu"))).isEqualTo(typed);
        kernel.links().complete(STROKES);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private long size() throws IOException {
        try (var files = Files.list(lab.home().resolve("log"))) {
            long sum = 0;
            for (var file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
