// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/** What answers at a control socket as a test says, on any number of connections. */
public final class TestKernel implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Function<String, String> answers;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<SocketChannel> peers = new LinkedBlockingQueue<>();

    /**
     * Listens.
     *
     * @param home where it says so
     * @param answers what it answers to each line, JSON lines; nothing more where it is empty
     */
    public TestKernel(Path home, Function<String, String> answers) throws IOException {
        this.answers = answers;
        var socket = home.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Files.writeString(home.resolve("kernel.json"), "{\"socket\":\"" + socket + "\"}");
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                var peer = server.accept();
                peers.add(peer);
                Thread.ofVirtual().start(() -> serve(peer));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(SocketChannel peer) {
        try (peer;
                var lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(peer), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(line);
                say(peer, answers.apply(line));
            }
        } catch (IOException _) {
            // The client is gone.
        }
    }

    private static void say(SocketChannel peer, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    /** Says something on the oldest connection without being asked. */
    public void say(String text) {
        try {
            say(peers.element(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that came. */
    public String request() throws InterruptedException {
        return requests.take();
    }

    /** It goes away. */
    @Override
    public void close() throws IOException {
        server.close();
        for (var peer : peers) {
            peer.close();
        }
    }
}
