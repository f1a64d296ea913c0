// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.Notice;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.LinkChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventsCommandTest {
    private static final String SIGN_OF_LIFE = "{\"out\":\"\"}";

    private final NoticeHub hub = new NoticeHub();
    private final Commands commands = new Commands(new EventsCommand(hub));

    private void changes() {
        hub.deviceChanged(new DeviceStatus("keys", "t", "BACKOFF", true, OptionalLong.empty(), 1, 1, 0, "", "",
                "exit status 3", Optional.empty(), 0), "RUNNING", false);
        hub.linkChanged(new LinkChange("typing", "keys.keys", "paper.keys", "UP", "HELD", false));
        hub.linkChanged(new LinkChange("typing", "keys.keys", "paper.keys", "HELD", "HELD", true));
        hub.publish("bundle/said", ByteString.copyFromUtf8("grüß"));
        hub.publish("bundle/said", ByteString.copyFrom(new byte[]{27, (byte) 0xff}));
    }

    private String run(String... line) {
        var out = new StringBuilder();
        assertThat(commands.run(List.of(line), out::append, out::append)).as(out.toString()).isZero();
        return out.toString();
    }

    @Test
    void printsALineForPeople() {
        changes();
        var lines = run("events").replaceAll("(?m)^[0-9:.]{12}", "TIME").lines().toList();
        assertThat(lines).containsExactly("TIME device/keys/state BACKOFF, was RUNNING  exit status 3",
                "TIME pipeline/typing/state keys.keys > paper.keys HELD, was UP",
                "TIME pipeline/typing/state keys.keys > paper.keys HELD, was HELD, removed",
                "TIME bundle/said  grüß", "TIME bundle/said  G/8=");
        assertThat(run("events", "-n", "1")).endsWith("G/8=\n").hasLineCount(1);
        assertThat(run("events", "-n", "0")).isEmpty();
        assertThat(commands.run(List.of("events", "-n", "x"), _ -> {}, _ -> {})).isEqualTo(2);
    }

    @Test
    void printsJson() {
        changes();
        assertThat(run("events", "--json").replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"T\"").lines().toList())
                .containsExactly(
                        "{\"number\":1,\"time\":\"T\",\"topic\":\"device/keys/state\",\"device\":\"keys\","
                                + "\"state\":\"BACKOFF\",\"before\":\"RUNNING\",\"status\":\"exit status 3\"}",
                        "{\"number\":2,\"time\":\"T\",\"topic\":\"pipeline/typing/state\",\"pipeline\":\"typing\","
                                + "\"from\":\"keys.keys\",\"to\":\"paper.keys\",\"state\":\"HELD\",\"before\":\"UP\"}",
                        "{\"number\":3,\"time\":\"T\",\"topic\":\"pipeline/typing/state\",\"pipeline\":\"typing\","
                                + "\"from\":\"keys.keys\",\"to\":\"paper.keys\",\"state\":\"HELD\",\"before\":\"HELD\","
                                + "\"removed\":true}",
                        "{\"number\":4,\"time\":\"T\",\"topic\":\"bundle/said\",\"text\":\"grüß\"}",
                        "{\"number\":5,\"time\":\"T\",\"topic\":\"bundle/said\",\"base64\":\"G/8=\"}");
    }

    @Test
    void aStateThatCannotBeReadIsShownAsItIs() {
        var line = new NoticeForm(ZoneOffset.UTC)
                .line(new Notice(1, Instant.EPOCH, "device/keys/state", ByteString.copyFromUtf8("\u0001")));
        assertThat(line).isEqualTo("00:00:00.000 device/keys/state  AQ==\n");
    }

    @Test
    void noStatusSteersTheTerminal() {
        hub.deviceChanged(new DeviceStatus("keys", "t", "FAILED", true, OptionalLong.empty(), 1, 1, 0, "", "",
                "it said \u001b[2J\r\nand \u009b2J", Optional.empty(), 0), "RUNNING", false);
        assertThat(run("events")).hasLineCount(1).endsWith("it said \uFFFD[2J\uFFFD\uFFFDand \uFFFD2J\n");
        assertThat(run("events", "--json")).hasLineCount(1)
                .endsWith("\"it said \\u001b[2J\\r\\nand \\u009b2J\"}\n");
    }

    @Test
    void aLongTextIsNotCutInTheMiddleOfACharacter() {
        hub.publish("bundle/said", ByteString.copyFromUtf8("x" + "\uD83D\uDE00".repeat(200)));
        assertThat(run("events")).endsWith("x" + "\uD83D\uDE00".repeat(99) + "\n");
    }

    @Test
    void followsUntilTheClientIsGone(@TempDir Path folder) throws Exception {
        changes();
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            var session = CompletableFuture.runAsync(() -> {
                try (var peer = server.accept()) {
                    new ControlSession(peer, commands, Optional::empty).serve();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (var client = SocketChannel.open(address)) {
                client.write(ByteBuffer.wrap("{\"args\":[\"events\",\"-f\",\"-n\",\"1\"]}\n".getBytes(UTF_8)));
                // Half closed, as by a pipe: it still listens.
                client.shutdownOutput();
                var lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(client), UTF_8)).lines()
                        .iterator();
                assertThat(next(lines)).contains("G/8=");
                hub.publish("bundle/said", ByteString.copyFromUtf8("more"));
                assertThat(next(lines)).contains("bundle/said  more");
                assertThat(lines.next()).as("a sign of life").isEqualTo(SIGN_OF_LIFE);
                hub.publish("bundle/said", ByteString.copyFromUtf8("again"));
                assertThat(next(lines)).contains("again");
            }
            session.get(10, TimeUnit.SECONDS);
        }
    }

    private static String next(Iterator<String> lines) {
        var line = lines.next();
        while (line.equals(SIGN_OF_LIFE)) {
            line = lines.next();
        }
        return line;
    }
}
