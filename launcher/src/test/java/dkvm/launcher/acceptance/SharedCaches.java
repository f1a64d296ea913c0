// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.place.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The start-up caches of the shipped devices, in a home that lends them to those of all tests: otherwise, most of what the
 * tests cost would be JVMs that start. Trained by whoever needs them first.
 */
final class SharedCaches {
    private static final Path LENDER = Path.of("target/it-caches").toAbsolutePath();
    private static final int TYPES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MS = 50;
    private static boolean trained;

    private SharedCaches() {}

    /** Lets a home have them that has none of its own. */
    static void lend(Path home) throws IOException {
        var cache = home.resolve("cache");
        if (!Files.exists(cache, LinkOption.NOFOLLOW_LINKS)) {
            train();
            Files.createDirectories(home);
            Files.createSymbolicLink(cache, LENDER.resolve("home/cache"));
        }
    }

    private static synchronized void train() throws IOException {
        if (trained) {
            return;
        }
        Home.delete(LENDER);
        Files.createDirectories(LENDER);
        var desk = Files.writeString(LENDER.resolve("desk.yaml"), """
                version: 1
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: EXAMPLES/typing.evemu}}
                  paper: {type: dummy-keyboard-sink, config: {file: paper.evemu}}
                  screen: {type: dummy-display-source, config: {rate: 1}}
                  frame: {type: dummy-display-sink, config: {directory: pictures, keep: 1}}
                """.replace("EXAMPLES", Lab.DISTRIBUTION.resolve("examples").toString()));
        var builder = new ProcessBuilder(Lab.DKVM.toString(), "run", "--home", LENDER.resolve("home").toString(),
                desk.toString()).directory(LENDER.toFile())
                .redirectErrorStream(true).redirectOutput(LENDER.resolve("said").toFile());
        builder.environment().put("DKVM_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Ddkvm.warm.after.ms=1");
        List.of("XDG_RUNTIME_DIR", "RUNTIME_DIRECTORY", "NOTIFY_SOCKET").forEach(builder.environment()::remove);
        var kernel = builder.start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            // A training may fail, and is not tried again: then devices start without.
            while (trained(LENDER.resolve("said")) < TYPES && System.nanoTime() < end) {
                Thread.sleep(LOOK_MS);
            }
            kernel.destroy();
            assertThat(kernel.waitFor(Lab.STOP.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
            trained = true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            kernel.destroyForcibly();
        }
    }

    private static int trained(Path said) throws IOException {
        return Files.readString(said).split("trained a start-up cache", -1).length - 1;
    }
}
