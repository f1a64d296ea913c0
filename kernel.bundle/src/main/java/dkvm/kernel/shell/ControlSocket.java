// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket over which {@code dkvm ctl} speaks to this kernel, for its owner only; {@code kernel.json} in the
 * kernel's home says where it is.
 */
@Component(service = ControlSocket.class, immediate = true)
public final class ControlSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final long PAUSE_NANOS = 100_000_000;

    private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** Clients at a time. */
    static final int CLIENTS = 64;
    private static final String REFUSAL = "{\"err\":\"dkvm: %d clients are connected already; end some of them\\n\"}\n{\"exit\":1}\n"
            .formatted(CLIENTS);
    /** So long a client that is refused may take to read why. */
    private static final Duration LISTENING = Duration.ofSeconds(1);

    private final Commands commands;
    private final GogoSource gogo;
    private final Semaphore room = new Semaphore(CLIENTS);
    private final Semaphore waitingRoom = new Semaphore(CLIENTS);
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private final @Nullable ServerSocketChannel server;
    private final @Nullable Path socket;
    private final @Nullable Path description;

    /**
     * Binds the socket, if the launcher wants one.
     *
     * @param context says where
     * @param commands what can be asked for
     * @param gogo reads lines of them
     */
    @Activate
    public ControlSocket(BundleContext context, @Reference Commands commands, @Reference Gogo gogo) {
        this(context, commands, (GogoSource) gogo);
    }

    ControlSocket(BundleContext context, Commands commands, GogoSource gogo) {
        this.commands = commands;
        this.gogo = gogo;
        var path = context.getProperty("dkvm.socket");
        var home = context.getProperty("dkvm.home");
        socket = path == null ? null : Path.of(path);
        description = home == null ? null : Path.of(home, "kernel.json");
        server = socket == null ? null : bind(socket);
        if (server != null && socket != null && description != null) {
            describe(description, socket);
        }
    }

    private @Nullable ServerSocketChannel bind(Path to) {
        try {
            Files.deleteIfExists(to);
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(to));
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
            Thread.ofVirtual().name("dkvm-control").start(() -> accept(channel));
            return channel;
        } catch (IOException e) {
            LOG.error("no control socket at {}: {}", to, e.getMessage());
            return null;
        }
    }

    private static void describe(Path file, Path socket) {
        var json = new JsonObject();
        json.addProperty("pid", ProcessHandle.current().pid());
        json.addProperty("started",
                ProcessHandle.current().info().startInstant().map(Instant::toString).orElse(""));
        json.addProperty("socket", socket.toString());
        try {
            var temporary = Files.writeString(file.resolveSibling("kernel.json.part"), json + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.error("{} could not be written, so that \"dkvm ctl\" will not find this kernel: {}", file,
                    e.toString());
        }
    }

    /** Where no further file can be opened, trying again at once would do nothing but fill the log. */
    private void accept(ServerSocketChannel channel) {
        boolean fails = false;
        while (channel.isOpen()) {
            try {
                var peer = channel.accept();
                fails = false;
                var _ = Thread.ofVirtual().name("dkvm-control-peer").start(() -> admit(peer));
            } catch (IOException e) {
                if (channel.isOpen() && !fails) {
                    LOG.warn("the control socket: {}", e.toString());
                }
                fails = true;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void admit(SocketChannel peer) {
        try (peer) {
            if (room.tryAcquire()) {
                try {
                    serve(peer);
                } finally {
                    room.release();
                }
            } else if (waitingRoom.tryAcquire()) {
                try {
                    peer.write(StandardCharsets.UTF_8.encode(REFUSAL));
                    Thread.sleep(LISTENING);
                } finally {
                    waitingRoom.release();
                }
            }
        } catch (IOException e) {
            // It went by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel peer) throws InterruptedException {
        var session = new ControlSession(peer, commands, gogo);
        sessions.add(session);
        try {
            session.serve();
        } finally {
            sessions.remove(session);
        }
    }

    @Deactivate
    void deactivate() throws IOException, InterruptedException {
        if (server != null && socket != null) {
            server.close();
            Files.deleteIfExists(socket);
            if (description != null) {
                Files.deleteIfExists(description);
            }
        }
        endSessions();
    }

    /** Tells those that follow something that this was all; one that does not read is not waited for. */
    private void endSessions() throws InterruptedException {
        var ends = sessions.stream().map(session -> Thread.ofVirtual().start(session::end)).toList();
        long deadline = System.nanoTime() + LAST_WORDS_NANOS;
        for (var end : ends) {
            end.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }
}
