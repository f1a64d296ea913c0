// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Start-up caches come by themselves and are used; broken ones are not, and unfinished ones are cleared away. */
@Timeout(200)
@Isolated("caches are trained when nobody else wants the processor")
class StartCachesIT {
    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk = Path.of("");
    private Path caches = Path.of("");

    @BeforeEach
    void desk() throws Exception {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(10), 1000);
        desk = lab.desk("""
                devices:
                  keys:
                    type: dummy-keyboard-source
                    restart: {initial: 1ms, limit: 0}
                    config: {file: input.evemu, loop: true}
                """);
        caches = lab.home().resolve("cache/aot");
        // Its own, not those that tests share.
        Files.createDirectories(caches.getParent());
        lab.environment("JAVA_TOOL_OPTIONS", "-Ddkvm.warm.after.ms=1");
    }

    @Test
    void aCacheIsTrainedAndUsedAndATornOneIsNot() throws Exception {
        var kernel = lab.start(desk);
        assertThat(maps(kernel.awaitRunning("keys"))).doesNotContain(caches.toString());
        assertThat(maps(kernel.process().toHandle())).contains("/lib/start.aot");
        kernel.awaitLog("trained a start-up cache for dummy-keyboard-source in ");
        assertThat(files()).singleElement().asString().endsWith(".aot");
        var cache = files().getFirst();

        assertThat(maps(restarted(kernel))).contains(cache.toString());

        tear(cache);
        assertThat(maps(restarted(kernel))).doesNotContain(caches.toString());
        assertThat(cache).doesNotExist();
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log()).doesNotContain(" device.keys ");
    }

    @Test
    void aTrainingEndsWithItsKernelAndLeavesNothing() throws Exception {
        var killed = lab.start(desk);
        Await.until("a training", () -> !files().isEmpty());
        var left = files();
        killed.process().destroyForcibly();
        lab.awaitNothingLeft();
        assertThat(files()).isEqualTo(left);

        var stopped = lab.start(desk);
        Await.until("another training", () -> !files().isEmpty() && !files().equals(left));
        stopped.signal("TERM");
        assertThat(stopped.awaitExit(Lab.STOP)).as(stopped.log()).isZero();
        assertThat(files()).isEmpty();
    }

    /** Another file takes its place: the one that the device has mapped stays whole. */
    private static void tear(Path cache) throws IOException {
        var torn = cache.resolveSibling("torn");
        var whole = Files.readAllBytes(cache);
        Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
        Files.move(torn, cache, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ProcessHandle restarted(Kernel kernel) {
        var before = kernel.awaitRunning("keys");
        before.destroyForcibly();
        kernel.awaitDevice("keys",
                status -> !status.get("pid").isJsonNull() && status.get("pid").getAsLong() != before.pid());
        return kernel.awaitRunning("keys");
    }

    private static String maps(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
    }

    /** What lies in the caches' folder. */
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(caches)) {
            return List.of();
        }
        try (var files = Files.list(caches)) {
            return files.toList();
        }
    }
}
