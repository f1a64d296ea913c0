// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.launcher.place.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The start-up caches of the shipped devices, in a home that lends them to those of all tests: otherwise, most of what the
 * tests cost would be JVMs that start. Trained by whoever needs them first.
 */
final class SharedCaches {
    private static final Path LENDER = Path.of("target/it-caches").toAbsolutePath();
    private static final int TYPES = 4;
    private static final long PATIENCE_S = 60;
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
            Await.until("start-up caches; see " + LENDER.resolve("said"),
                    () -> Files.readString(LENDER.resolve("said")).split("trained a start-up cache",
                            -1).length > TYPES);
            kernel.destroy();
            if (!kernel.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new AssertionError("the kernel that trained start-up caches does not end");
            }
            trained = true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            kernel.destroyForcibly();
        }
    }
}
