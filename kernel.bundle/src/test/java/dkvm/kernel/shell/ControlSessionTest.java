// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.api.LinkStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control socket, over a real one. */
class ControlSessionTest {
    @TempDir
    Path folder;

    private final AtomicInteger shutdowns = new AtomicInteger();
    private final List<String[]> lines = new ArrayList<>();
    private ServerSocketChannel server;
    private SocketChannel client;
    private BufferedReader in;
    private Writer out;

    @BeforeEach
    void connect() throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        client = SocketChannel.open(address);
        in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        out = Channels.newWriter(client, StandardCharsets.UTF_8);
        var view = new OneOfEach();
        var commands = new Commands(new DevicesCommand(view), new PipelinesCommand(view),
                new LogsCommand(LogRecord.source((_, _) -> lines), "keys"::equals),
                new ShutdownCommand(shutdowns::incrementAndGet));
        var accepted = server.accept();
        Thread.ofVirtual().start(() -> {
            try (accepted) {
                new ControlSession(accepted, commands, Optional::empty).serve();
            } catch (IOException | InterruptedException e) {
                // The client is gone.
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void showsDevicesInTheirShape() throws IOException {
        var answer = ask("{\"args\":[\"devices\",\"--json\"],\"width\":80,\"color\":false}");

        assertThat(answer.exit()).isZero();
        var devices = JsonParser.parseString(answer.out()).getAsJsonArray();
        var running = object(devices, 0);
        assertThat(running.keySet()).containsExactly("id", "type", "state", "desired", "pid", "generation", "restarts",
                "uptime_s", "bundle", "version", "status", "last_exit", "log_cut");
        assertThat(running.get("desired").getAsString()).isEqualTo("up");
        assertThat(running.get("pid").getAsLong()).isEqualTo(4711);
        assertThat(running.get("last_exit").isJsonNull()).isTrue();
        var stopped = object(devices, 1);
        assertThat(stopped.get("desired").getAsString()).isEqualTo("down");
        assertThat(stopped.get("pid").isJsonNull()).isTrue();
        var exit = stopped.getAsJsonObject("last_exit");
        assertThat(exit.keySet()).containsExactly("code", "signal", "reason", "at", "report");
        assertThat(exit.get("code").isJsonNull()).isTrue();
        assertThat(exit.get("signal").getAsInt()).isEqualTo(9);
        assertThat(exit.get("at").getAsString()).isEqualTo("2026-01-02T12:30:05Z");
    }

    @Test
    void showsPipelinesInTheirShape() throws IOException {
        var answer = ask("{\"args\":[\"pipelines\",\"--json\"]}");

        var link = JsonParser.parseString(answer.out()).getAsJsonObject().getAsJsonObject("pipelines")
                .getAsJsonObject("typing").getAsJsonArray("links").get(0).getAsJsonObject();
        assertThat(link.keySet()).containsExactly("from", "to", "state", "in", "out", "queued", "in_flight", "dropped",
                "bytes", "latency_us");
        assertThat(link.get("latency_us").isJsonNull()).isTrue();
        assertThat(link.getAsJsonObject("dropped").get("stale").getAsLong()).isEqualTo(1);
    }

    @Test
    void showsTables() throws IOException {
        assertThat(ask("{\"args\":[\"devices\"]}").out()).contains("DEVICE", "keys", "4711", "42 s")
                .doesNotContain(" \n");
        assertThat(ask("{\"args\":[\"pipelines\"]}").out()).contains("keys.keys", "stale 1");
        assertThat(ask("{\"args\":[\"help\"]}").out()).contains("devices", "pipelines", "logs", "shutdown");
        assertThat(ask("{\"args\":[\"shutdown\",\"--help\"]}").out()).isEqualTo("shutdown\n    stops the kernel\n");
        assertThat(shutdowns).hasValue(0);
    }

    @Test
    void showsTheLastLogLines() throws IOException {
        for (int i = 0; i < 60; i++) {
            lines.add(new String[]{"" + (i + 1), "2026-01-02T12:00:%02dZ".formatted(i), "INFO",
                    i % 2 == 0 ? "device.keys" : "kernel", "text"});
        }

        assertThat(ask("{\"args\":[\"logs\"]}").out().lines()).hasSize(50).last()
                .isEqualTo("2026-01-02T12:00:59Z INFO kernel text");
        assertThat(ask("{\"args\":[\"logs\",\"keys\",\"-n\",\"2\"]}").out().lines())
                .containsExactly("2026-01-02T12:00:56Z INFO device.keys text",
                        "2026-01-02T12:00:58Z INFO device.keys text");
        assertThat(ask("{\"args\":[\"logs\",\"-n\",\"0\"]}").out()).isEmpty();
        assertThat(ask("{\"args\":[\"logs\",\"-n\",\"-1\"]}").exit()).isEqualTo(2);
        assertThat(ask("{\"args\":[\"logs\",\"-n\"]}").exit()).isEqualTo(2);
    }

    @Test
    void stopsTheKernel() throws IOException {
        assertThat(ask("{\"args\":[\"shutdown\"]}").exit()).isZero();
        assertThat(shutdowns).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{", "[]", "3", "null", "{\"args\":\"devices\"}", "{\"args\":[null]}", "{}",
            "{\"args\":[[\"devices\"]]}", "{\"args\":[\"dance\"]}", "{\"args\":[\"devices\",\"--jsn\"]}",
            "{\"args\":[\"devices\",\"keys\"]}"})
    void answersWhatItDoesNotUnderstandInWordsAndGoesOn(String request) throws IOException {
        var answer = ask(request);

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).startsWith("dkvm: ").endsWith("\n");
        assertThat(answer.out()).isEmpty();
        assertThat(ask("{\"args\":[\"devices\"]}").exit()).isZero();
    }

    @Test
    void refusesARequestThatIsTooLong() throws IOException {
        var answer = ask("{\"args\":[\"" + "x".repeat(65_600) + "\"]}");

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("65536");
    }

    @Test
    void answersAlsoWhenACommandFails() throws IOException {
        lines.add(new String[]{"torn"});
        var answer = ask("{\"args\":[\"logs\",\"keys\"]}");

        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).startsWith("dkvm: the command failed");
    }

    private record Reply(String out, String err, int exit) {}

    private Reply ask(String request) throws IOException {
        out.write(request + "\n");
        out.flush();
        var text = new StringBuilder();
        var errors = new StringBuilder();
        String line;
        while ((line = in.readLine()) != null) {
            var json = JsonParser.parseString(line).getAsJsonObject();
            if (json.has("exit")) {
                return new Reply(text.toString(), errors.toString(), json.get("exit").getAsInt());
            }
            text.append(json.has("out") ? json.get("out").getAsString() : "");
            errors.append(json.has("err") ? json.get("err").getAsString() : "");
        }
        throw new IOException("the connection ended before the answer");
    }

    private static JsonObject object(JsonArray array, int index) {
        return array.get(index).getAsJsonObject();
    }

    private static final class OneOfEach implements NoMemory {
        @Override
        public List<DeviceStatus> devices() {
            return List.of(
                    new DeviceStatus("keys", "dummy", "RUNNING", true, OptionalLong.of(4711), 2, 1, 42.4, "b", "1.0",
                            "running", Optional.empty(), 0),
                    new DeviceStatus("paper", "dummy", "STOPPED", false, OptionalLong.empty(), 2, 1, 0, "b", "1.0", "",
                            Optional.of(new DeviceStatus.Exit(OptionalInt.empty(), OptionalInt.of(9), "killed",
                                    Instant.parse("2026-01-02T12:30:05Z"), Optional.empty())),
                            0));
        }

        @Override
        public List<LinkStatus> links() {
            return List.of(new LinkStatus("typing", "keys.keys", "paper.keys", "UP", true, false, false, 12, 11, 0, 0,
                    Map.of("stale", 1L), 400, Optional.empty()));
        }
    }
}
