// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a running kernel, followed and turned up from elsewhere. */
@Timeout(120)
class LogsIT {
    private static final String DKVM = Path.of("target/dkvm/bin/dkvm").toAbsolutePath().toString();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Process start(String name, String... args) throws IOException {
        return Scripts.start(folder, environment, Stream.concat(Stream.of(DKVM), Stream.of(args)).toList(),
                folder.resolve(name), folder.resolve(name + ".err"));
    }

    private Scripts.Result ctl(String... args) throws Exception {
        return Scripts.run(folder, environment, Stream.concat(Stream.of(DKVM, "ctl"), Stream.of(args)).toList());
    }

    private void await(Path file, String text) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; Thread.sleep(20)) {
            if (Files.exists(file) && Files.readString(file).contains(text)) {
                return;
            }
        }
        throw new AssertionError("no " + text + " in " + Files.readString(file));
    }

    @Test
    void isFollowedAndTurnedUpAndAllOfItLastsUntilTheKernelEnds() throws Exception {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_HOME", System.getProperty("java.home"));
        environment.put("JOURNAL_STREAM", "1:2");
        Files.writeString(folder.resolve("desk.yaml"), """
                version: 1
                devices:
                  d:
                    type: process
                    config: {command: [sh, say.sh]}
                    restart: {initial: 50ms, max: 100ms, limit: 0}
                """);
        Files.writeString(folder.resolve("say.sh"), """
                echo "<7>level $DKVM_LOG_LEVEL" >&2
                echo "<4>hello" >&2
                echo "  there" >&2
                exit 1
                """);
        var kernel = start("kernel", "run", "desk.yaml");
        try {
            await(folder.resolve("kernel.err"), "<4>device.d: hello\n<4>  there\n");
            assertThat(folder.resolve(".local/state/dkvm/log/dkvm.log")).doesNotExist();
            await(folder.resolve(".local/state/dkvm/kernel.json"), "socket");

            var follower = start("follow", "ctl", "logs", "-f", "-n", "0", "d");
            await(folder.resolve("follow"), "WARN device.d hello\n  there\n");
            assertThat(ctl("log-level", "d", "debug")).isEqualTo(new Scripts.Result(0, "", ""));
            await(folder.resolve("follow"), "DEBUG device.d level debug\n");
            follower.destroy();
            assertThat(follower.waitFor(10, TimeUnit.SECONDS)).isTrue();

            assertThat(ctl("log-level", "d", "error").code()).isZero();
            assertThat(ctl("log-level", "debug").code()).isZero();
            await(folder.resolve("kernel.err"), "<7>kernel.device: d: ");
            assertThat(ctl("logs", "--level", "warn", "--since", "1m").out()).doesNotContain("DEBUG", "INFO");
            assertThat(ctl("log-level", "e", "error").code()).isEqualTo(2);
            assertThat(ctl("logs", "-n", "1", "--json").out()).startsWith("{\"time\":").hasLineCount(1);
            assertThat(ctl("shutdown").code()).isZero();
            assertThat(kernel.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            kernel.destroyForcibly();
        }
    }

    @Test
    void typesAreListedWithTheirOptions() throws Exception {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_HOME", System.getProperty("java.home"));
        Files.writeString(folder.resolve("desk.yaml"), "version: 1\n");
        var kernel = start("kernel", "run", "desk.yaml");
        try {
            await(folder.resolve(".local/state/dkvm/kernel.json"), "socket");
            assertThat(ctl("types").out()).contains("dummy-keyboard-source  out keys (keyboard)");
            assertThat(ctl("types", "dummy-keyboard-source").out()).contains("speed", "number, at least 0", "1.0");
            var schema = ctl("types", "--schema").out();
            assertThat(schema).contains("\"config.dummy-keyboard-sink\"");
            assertThat(Scripts.run(folder, environment, List.of(DKVM, "check", "--schema")).out()).isEqualTo(schema);
            assertThat(ctl("types", "dummy-keybord-source").err()).contains("did you mean \"dummy-keyboard-source\"");
        } finally {
            kernel.destroy();
            kernel.waitFor(10, TimeUnit.SECONDS);
            kernel.destroyForcibly();
        }
    }
}
