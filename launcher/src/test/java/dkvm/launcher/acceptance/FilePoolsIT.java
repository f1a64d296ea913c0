// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that are files: where they are, what becomes of them when all are killed, and on a disk that is full. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class FilePoolsIT {
    @RegisterExtension
    final Lab lab = new Lab();

    private boolean mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            command("umount", "-l", lab.file("runtime").toString());
        }
    }

    @Test
    void areTheOwnersAloneAndReadOnlyAndRemovedByItsDevicesWhenTheKernelIsKilled() throws Exception {
        var pools = runtime();
        var kernel = startDesk(320, 240);
        kernel.awaitRunning("sink");
        Await.until("a pool in a file", () -> files(pools).size() == 1);
        Await.until("frames", () -> Links.number(kernel.links().to("sink.video"), "out") > 3);

        var file = files(pools).getFirst();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("r--------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(""))))
                .isEqualTo("rwx------");

        kernel.process().destroyForcibly();

        Await.until("no file of pools", Duration.ofSeconds(2), () -> files(pools).isEmpty());
    }

    @Test
    void areClearedByTheNextKernelWhenAllWereKilledWhichLeavesNoneItself() throws Exception {
        var pools = runtime();
        var kernel = startDesk(320, 240);
        var sink = kernel.awaitRunning("sink");
        var screen = kernel.awaitRunning("screen");
        Await.until("frames", () -> Links.number(kernel.links().to("sink.video"), "out") > 3);

        command("kill", "-9", String.valueOf(kernel.process().pid()), String.valueOf(sink.pid()),
                String.valueOf(screen.pid()));
        lab.awaitNothingLeft();
        var left = files(pools);
        assertThat(left).hasSize(1);

        var next = startDesk(320, 240);
        next.awaitRunning("sink");
        Await.until("frames again", () -> Links.number(next.links().to("sink.video"), "out") > 3);
        assertThat(files(pools)).hasSize(1).isNotEqualTo(left);
        next.signal("TERM");
        assertThat(next.awaitExit(Lab.STOP)).as(next.log()).isZero();
        assertThat(pools).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsAnAnswerAndTheRestOfTheDeskRunsOn() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        runtime();
        command("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", lab.file("runtime").toString());
        mounted = true;
        Stroke.write(lab.file("input.evemu"), Stroke.typed(100), 1000);
        var desk = lab.desk("""
                memory: {storage: file}
                devices:
                  screen: {type: dummy-display-source, config: {width: 640, height: 480}}
                  sink: {type: dummy-display-sink, config: {directory: pictures}}
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                pipelines:
                  video: {from: screen, to: sink}
                  typing: {from: keys, to: paper}
                """);
        var kernel = lab.start(desk);

        kernel.awaitLog("device.screen");
        kernel.awaitLog("NO_POOL");
        kernel.awaitState("keys", "ENDED");

        assertThat(kernel.log()).contains("no space left (ENOSPC)");
        kernel.links().balanced();
        Await.until("the keys", () -> Links.number(kernel.links().to("paper.keys"), "out") == 200);
        // It is tried again, rarely, and for ever.
        kernel.awaitDevice("screen", device -> device.get("state").getAsString().equals("BACKOFF")
                && device.getAsJsonObject("last_exit").get("code").getAsInt() == 75);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
    }

    /** The kernel's run-time folder; answers where it puts its pools. */
    private Path runtime() throws IOException {
        var runtime = Files.createDirectories(lab.file("runtime"));
        lab.environment("XDG_RUNTIME_DIR", runtime);
        return runtime.resolve("dkvm");
    }

    private Kernel startDesk(int width, int height) throws IOException {
        return lab.start(lab.desk("""
                memory: {storage: file}
                devices:
                  screen: {type: dummy-display-source, config: {width: %d, height: %d}}
                  sink: {type: dummy-display-sink, config: {directory: pictures, format: ppm, keep: 2}}
                pipelines:
                  video: {from: screen, to: sink}
                """.formatted(width, height)));
    }

    private static List<Path> files(Path pools) throws IOException {
        if (!Files.isDirectory(pools)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(pools)) {
            return all.filter(path -> path.toString().endsWith(".mem")).toList();
        }
    }

    private static void command(String... line) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).as(String.join(" ", line)).isZero();
    }
}
