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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** What clients may do to the control socket, and that others do not feel it. */
@Timeout(60)
class HostileClientTest {
    @TempDir
    Path home;

    private final Semaphore ended = new Semaphore(0);
    private final AtomicLong flooded = new AtomicLong();
    private ControlSocket socket;

    @BeforeEach
    void open() {
        var properties = Map.of("dkvm.home", home.toString(), "dkvm.socket", home.resolve("s").toString());
        var context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{BundleContext.class}, (_, _, arguments) -> properties.get((String) arguments[0]));
        socket = new ControlSocket(context, new Commands(new TestCommand("say", (_, answer) -> answer.out("said")),
                new TestCommand("torn", (_, answer) -> answer.out("half \uD83D a character")),
                new TestCommand("flood", (_, answer) -> {
                    try {
                        while (true) {
                            answer.out("x".repeat(10_000));
                            flooded.addAndGet(10_000);
                        }
                    } finally {
                        ended.release();
                    }
                }), new TestCommand("wait", (_, answer) -> {
                    try {
                        answer.out("waits");
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        ended.release();
                    }
                })), Optional::empty);
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        socket.deactivate();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("s")));
    }

    private static void send(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    /** What it is answered; signs of life may come at any moment. */
    private static BufferedReader lines(SocketChannel client) {
        return new BufferedReader(Channels.newReader(client, UTF_8)) {
            @Override
            public @Nullable String readLine() throws IOException {
                String line;
                do {
                    line = super.readLine();
                } while ("{\"out\":\"\"}".equals(line));
                return line;
            }
        };
    }

    /** Somebody else is answered. */
    private void othersAreServed() throws IOException {
        try (var client = connect()) {
            send(client, "{\"args\":[\"say\"]}\n");
            assertThat(lines(client).lines().limit(2)).containsExactly("{\"out\":\"said\"}", "{\"exit\":0}");
        }
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).as("the command has ended").isTrue();
    }

    @Test
    void theSocketIsItsOwnersOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("s"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aClientThatDoesNotReadWaitsAloneAndIsFoundOutWhenItGoes() throws Exception {
        try (var deaf = connect()) {
            send(deaf, "{\"args\":[\"flood\"]}\n");
            long before = -1;
            while (flooded.get() != before || before == 0) {
                before = flooded.get();
                for (int i = 0; i < 20; i++) {
                    othersAreServed();
                }
            }
            assertThat(before).as("what waits for it is bounded").isLessThan(4_000_000);
        }
        awaitEnd();
    }

    @Test
    void aCommandEndsWhenItsClientCancelsOrGoes() throws Exception {
        try (var client = connect()) {
            var lines = lines(client);
            send(client, "{\"args\":[\"wait\"]}\n");
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"waits\"}");
            send(client, "{\"cancel\":true}\n");
            assertThat(lines.readLine()).isEqualTo("{\"exit\":130}");
            awaitEnd();
            send(client, "{\"cancel\":true}\n{\"args\":[\"wait\"]}\n");
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"waits\"}");
        }
        awaitEnd();
    }

    @Test
    void aCommandIsCancelledThoughItsClientDoesNotRead() throws Exception {
        try (var deaf = connect()) {
            send(deaf, "{\"args\":[\"flood\"]}\n{\"cancel\":true}\n");
            awaitEnd();
            var lines = lines(deaf);
            var last = lines.readLine();
            while (last.startsWith("{\"out\"")) {
                last = lines.readLine();
            }
            assertThat(last).isEqualTo("{\"exit\":130}");
        }
    }

    @Test
    void halfALineKeepsNobodyElseWaiting() throws IOException {
        try (var half = connect()) {
            send(half, "{\"args\":[\"say");
            othersAreServed();
            send(half, "\"]}\n");
            assertThat(lines(half).readLine()).isEqualTo("{\"out\":\"said\"}");
        }
    }

    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        try (var endless = connect()) {
            send(endless, "x".repeat(65_600));
            assertThat(lines(endless).lines()).containsExactly(
                    "{\"err\":\"dkvm: a request of more than 65536 characters\\n\"}", "{\"exit\":2}");
        }
        othersAreServed();
    }

    @Test
    void garbageIsAnsweredAndNoMore() throws IOException {
        try (var client = connect()) {
            var lines = lines(client);
            for (var garbage : List.of(new byte[]{0, 1, -1, -2, '\n'}, "[[[[".repeat(5000).concat("\n").getBytes(UTF_8),
                    "{\"args\":[\"say\"],\"line\":\"say\"}\n".getBytes(UTF_8),
                    "{\"args\":[\"say\"],\"width\":\"x\"}\n".getBytes(UTF_8),
                    "{\"args\":[\"say\"],\"folder\":\"\\u0000\"}\n".getBytes(UTF_8))) {
                client.write(ByteBuffer.wrap(garbage));
                assertThat(lines.readLine()).startsWith("{\"err\":\"dkvm: a request is one line such as");
                assertThat(lines.readLine()).isEqualTo("{\"exit\":2}");
            }
            send(client, "{\"args\":[\"torn\"]}\n");
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"half ? a character\"}");
            assertThat(lines.readLine()).isEqualTo("{\"exit\":0}");
            send(client, "{\"args\":[\"say\"],\"width\":-5,\"height\":999999999,\"more\":{}}\n");
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"said\"}");
        }
    }

    @Test
    void requestsDoNotPileUp() throws IOException {
        try (var client = connect()) {
            send(client, "{\"args\":[\"wait\"]}\n" + "{\"args\":[\"say\"]}\n".repeat(100));
            var lines = lines(client);
            assertThat(lines.readLine()).isEqualTo("{\"out\":\"waits\"}");
            othersAreServed();
        }
    }

    @Test
    void thereIsRoomForSoManyClientsAndTheNextOneIsToldSo() throws Exception {
        var clients = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < ControlSocket.CLIENTS; i++) {
                var client = connect();
                clients.add(client);
                send(client, "{\"args\":[\"say\"]}\n");
                assertThat(lines(client).readLine()).isEqualTo("{\"out\":\"said\"}");
            }
            for (int i = 0; i < 136; i++) {
                clients.add(connect());
            }
            assertThat(lines(clients.get(ControlSocket.CLIENTS)).lines()).containsExactly(
                    "{\"err\":\"dkvm: 64 clients are connected already; end some of them\\n\"}", "{\"exit\":1}");
            send(clients.getFirst(), "{\"args\":[\"say\"]}\n");
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
        String line;
        do {
            try (var client = connect()) {
                send(client, "{\"args\":[\"say\"]}\n");
                line = lines(client).readLine();
            } catch (IOException e) {
                line = "{\"err\":\"no room yet\"}";
            }
        } while (line == null || line.startsWith("{\"err\""));
        assertThat(line).isEqualTo("{\"out\":\"said\"}");
    }
}
