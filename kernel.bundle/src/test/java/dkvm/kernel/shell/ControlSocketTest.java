// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** What becomes of the clients of a kernel that stops. */
@Timeout(30)
class ControlSocketTest {
    @TempDir
    Path home;

    private final CountDownLatch gate = new CountDownLatch(1);
    private ControlSocket socket;

    @BeforeEach
    void open() {
        var properties = Map.of("dkvm.home", home.toString(), "dkvm.socket", home.resolve("s").toString());
        var context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{BundleContext.class}, (_, _, arguments) -> properties.get((String) arguments[0]));
        socket = new ControlSocket(context, new Commands(new LogsCommand((_, millis) -> {
            LockSupport.parkNanos(millis * 1_000_000);
            return List.of();
        }, "quiet"::equals), new Played("flood", answer -> {
            answer.following();
            while (true) {
                answer.out("x".repeat(10_000));
            }
        }), new Played("slow", answer -> {
            answer.out("half ");
            gate.await();
            answer.out("whole");
        })), Optional::empty);
    }

    private interface Play {
        void run(Answer answer) throws InterruptedException;
    }

    private record Played(String name, Play play) implements Command {
        @Override
        public String synopsis() {
            return name;
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public int run(List<String> arguments, Answer answer) {
            try {
                play.run(answer);
                return 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private SocketChannel ask(String arguments) throws IOException {
        var client = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("s")));
        client.write(ByteBuffer.wrap(("{\"args\":[" + arguments + "]}\n").getBytes(UTF_8)));
        return client;
    }

    private static BufferedReader reader(SocketChannel client) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(client), UTF_8));
    }

    @Test
    void whoFollowsSomethingIsToldThatThisWasAll() throws Exception {
        try (var client = ask("\"logs\",\"-f\"")) {
            var lines = reader(client);
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"\"}");
            socket.deactivate();
            assertThat(lines.lines().filter(line -> !line.equals("{\"out\":\"\"}")))
                    .containsExactly("{\"exit\":0}");
        }
        assertThat(home.resolve("kernel.json")).doesNotExist();
    }

    @Test
    void oneThatDoesNotReadHoldsUpNobody() throws Exception {
        try (var stalled = ask("\"flood\""); var client = ask("\"logs\",\"-f\"")) {
            var lines = reader(client);
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"\"}");
            var begun = System.nanoTime();
            socket.deactivate();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(lines.lines()).endsWith("{\"exit\":0}");
            assertThat(stalled.isConnected()).isTrue();
        }
    }

    @Test
    void anAnswerThatHasAnEndGetsToIt() throws Exception {
        try (var client = ask("\"slow\"")) {
            var lines = reader(client);
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"half \"}");
            socket.deactivate();
            gate.countDown();
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"whole\"}");
            assertThat(lines.readLine()).isEqualTo("{\"exit\":0}");
        }
    }
}
