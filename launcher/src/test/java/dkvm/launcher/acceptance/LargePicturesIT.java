// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures of 3840 × 2160 pass the kernel without touching it. */
@Timeout(120)
@Isolated("it measures the CPU that a picture costs")
class LargePicturesIT {
    private static final long WARM_UP = 300;
    private static final int RATE = 60;
    private static final long FRAMES = 300;
    /** What the clock of /proc counts in, on every Linux there is. */
    private static final int TICKS_A_SECOND = 100;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void theKernelNeitherMapsNorCopiesThem(TestReporter reporter) throws Exception {
        pass("auto", reporter);
    }

    @Test
    @Tag("soak")
    void theKernelNeitherMapsNorCopiesThoseInFiles(TestReporter reporter) throws Exception {
        pass("file", reporter);
    }

    private void pass(String storage, TestReporter reporter) throws Exception {
        var kernel = lab.start(lab.desk("""
                memory: {storage: %s, limit: 1GiB}
                devices:
                  screen:
                    type: dummy-display-source
                    config: {pattern: bars, width: 3840, height: 2160, rate: %d, partial: true}
                  sink:
                    type: dummy-display-sink
                    config: {directory: pictures, format: raw, every: 100000}
                pipelines:
                  v: {from: screen, to: sink}
                """.formatted(storage, RATE)));
        kernel.awaitRunning("screen");
        kernel.awaitRunning("sink");
        awaitFrames(kernel, WARM_UP);
        var proc = Path.of("/proc", String.valueOf(kernel.process().pid()));
        long ticks = ticks(proc);
        long bytes = bytes(proc);
        long first = frames(kernel);

        awaitFrames(kernel, first + FRAMES);

        long frames = frames(kernel) - first;
        double cpuMs = 1000.0 * (ticks(proc) - ticks) / TICKS_A_SECOND / frames;
        double perFrame = (double) (bytes(proc) - bytes) / frames;
        reporter.publishEntry("kernel, per frame", cpuMs + " ms CPU, " + perFrame + " bytes");
        System.out.printf("%s %s: per frame %.3f ms of the kernel's CPU, %.0f bytes through its pipes%n",
                getClass().getSimpleName(), storage, cpuMs, perFrame);
        assertThat(Files.readString(proc.resolve("maps"))).doesNotContain("memfd:", ".mem", "pools/");
        assertThat(cpuMs).isLessThan(1);
        // What this test itself asks the kernel counts too.
        assertThat(perFrame).isLessThan(1024);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
    }

    @Test
    void aLimitThatCannotHoldThemIsSaidBeforeAnythingRuns() throws Exception {
        var desk = lab.desk("""
                memory: {limit: 100MiB}
                devices:
                  screen: {type: dummy-display-source, config: {width: 3840, height: 2160}}
                  sink: {type: dummy-display-sink, config: {directory: pictures}}
                pipelines:
                  v: {from: screen, to: sink}
                """);

        var check = lab.inProcess("check", desk);

        assertThat(check.code()).isEqualTo(2);
        assertThat(check.err()).contains(":2:17: error: the pools need 189.8MiB of shared memory")
                .contains("screen.video 189.8MiB (6 slots of 31.6MiB)");
    }

    /** The kernel is asked when it may be so far: answering costs it more than many frames do. */
    private static void awaitFrames(Kernel kernel, long count) throws InterruptedException {
        for (long missing = count - frames(kernel); missing > 0; missing = count - frames(kernel)) {
            Thread.sleep(Math.max(500, missing * 1000 / RATE));
        }
    }

    private static long frames(Kernel kernel) {
        return Links.number(kernel.links().to("sink.video"), "in");
    }

    /** User and system time of a process. */
    private static long ticks(Path proc) throws IOException {
        var stat = Files.readString(proc.resolve("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** What a process read and wrote, of pipes and all else. */
    private static long bytes(Path proc) throws IOException {
        return Files.readAllLines(proc.resolve("io")).stream().filter(line -> line.matches("[rw]char: .*"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum();
    }
}
