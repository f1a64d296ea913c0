// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Completion;
import dkvm.launcher.control.ControlConnection;
import dkvm.launcher.control.Printer;
import dkvm.launcher.control.Request;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A prompt's connection to the kernel, made anew for a command that does not end although it was cancelled. One thread
 * asks; any thread may cancel and close.
 */
final class KernelLink implements AutoCloseable {
    private static final Duration COMPLETION = Duration.ofSeconds(1);

    /** How far a command was cancelled. */
    enum Cancelling {
        /** Not at all. */
        NONE,
        /** The kernel was told. */
        ASKED,
        /** It was told, did nothing about it, and is not listened to any more. */
        GIVEN_UP
    }

    private final Path socket;
    private final Runnable whenGone;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, as is what follows. */
    private ControlConnection connection;
    private Cancelling cancelling = Cancelling.NONE;
    private boolean closed;

    /**
     * Connects.
     *
     * @param socket the kernel's control socket
     * @param whenGone told, on any thread, that the kernel has gone away
     * @throws IOException if there is no kernel
     */
    KernelLink(Path socket, Runnable whenGone) throws IOException {
        this.socket = socket;
        this.whenGone = whenGone;
        this.connection = ControlConnection.open(socket);
        watch(connection);
    }

    /** Who waits for a key finds out all the same. */
    private void watch(ControlConnection made) {
        var _ = made.gone().thenRun(whenGone);
    }

    /**
     * Runs a command to its end.
     *
     * @throws IOException if the kernel goes away, or is given up
     */
    int run(Request request, Printer printer) throws IOException {
        return current().run(request, printer);
    }

    /** How a line may go on; nothing where the kernel does not say so in time. */
    Completion complete(String line, int cursor) {
        var nothing = new Completion(cursor, List.of());
        try {
            return current().complete(line, cursor, COMPLETION).orElse(nothing);
        } catch (IOException _) {
            return nothing;
        }
    }

    /** Whether the kernel has gone away. */
    boolean isGone() {
        return current().gone().isDone();
    }

    private ControlConnection current() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the command at work; the second time however little the kernel does about it. */
    void cancel() {
        lock.lock();
        try {
            switch (cancelling) {
                case NONE -> {
                    cancelling = Cancelling.ASKED;
                    connection.cancel();
                }
                case ASKED -> {
                    cancelling = Cancelling.GIVEN_UP;
                    connection.close();
                }
                case GIVEN_UP -> {
                    // It ends.
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The command is over; how far it was cancelled. */
    Cancelling settle() {
        lock.lock();
        try {
            var was = cancelling;
            cancelling = Cancelling.NONE;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leaves a command to itself: the kernel sees that nobody listens any more. A kernel with more clients than it can
     * take keeps this one waiting, who can be interrupted.
     *
     * @throws IOException if there is no kernel any more, or this was closed
     */
    void renew() throws IOException {
        var made = ControlConnection.open(socket);
        lock.lock();
        try {
            if (closed) {
                made.close();
                throw new EOFException("closed meanwhile");
            }
            connection.close();
            connection = made;
        } finally {
            lock.unlock();
        }
        watch(made);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            connection.close();
        } finally {
            lock.unlock();
        }
    }
}
