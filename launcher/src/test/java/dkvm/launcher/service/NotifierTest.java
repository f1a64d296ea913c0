// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.launcher.service.linux.NotifySocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NotifierTest {
    /** Listens on what it is named, says so, and prints what comes until it is over. */
    private static final String LISTENER = """
            import os, socket, sys
            name = sys.argv[1]
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind("\\0" + name[1:] if name[0] == "@" else name)
            print("listening", flush=True)
            if len(sys.argv) > 2:
                sys.stdin.read()
            while True:
                print(repr(s.recv(4096).decode()), flush=True)
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void theManagerHearsEachMessage(String kind) throws Exception {
        var name = kind.equals("path") ? folder.resolve("n").toString() : "@dkvm-test-" + ProcessHandle.current().pid();
        var listener = listen(name);
        try (var heard = new BufferedReader(
                new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(heard.readLine()).isEqualTo("listening");
            var notifier = new Notifier(ServiceManager.of(Map.of("NOTIFY_SOCKET", name)));

            notifier.accept("READY=1\nSTATUS=5 devices, läuft");
            notifier.accept("WATCHDOG=1");

            assertThat(heard.readLine()).isEqualTo("'READY=1\\nSTATUS=5 devices, läuft'");
            assertThat(heard.readLine()).isEqualTo("'WATCHDOG=1'");
        } finally {
            listener.destroyForcibly();
        }
    }

    @Test
    void aManagerThatReadsNothingIsNotWaitedForLong() throws Exception {
        var name = folder.resolve("n").toString();
        var listener = listen(name, "stalled");
        try (var heard = new BufferedReader(
                new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(heard.readLine()).isEqualTo("listening");
            assertThatThrownBy(() -> {
                for (int i = 0; i < 100_000; i++) {
                    NotifySocket.send(name, "WATCHDOG=1");
                }
            }).isInstanceOf(IOException.class).hasMessageContaining(name);
        } finally {
            listener.destroyForcibly();
        }
    }

    @Test
    void whoIsNotThereHurtsNobody() {
        for (var name : new String[]{folder.resolve("absent").toString(), "vsock:2:1", "x".repeat(200),
                "/" + "x".repeat(200), "@" + "x".repeat(200)}) {
            var begun = System.nanoTime();
            assertThatCode(() -> new Notifier(ServiceManager.of(Map.of("NOTIFY_SOCKET", name))).accept("READY=1"))
                    .as(name).doesNotThrowAnyException();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        new Notifier(ServiceManager.of(Map.of())).accept("READY=1");
    }

    private Process listen(String... arguments) throws IOException {
        assumeTrue("true".equals(System.getenv("CI")) || Files.isExecutable(Path.of("/usr/bin/python3")),
                "python3 is not installed");
        var script = Files.writeString(folder.resolve("listener.py"), LISTENER);
        var command = Stream.concat(Stream.of("python3", script.toString()), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder.start();
    }
}
