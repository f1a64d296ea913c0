// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way back to a client: lines of JSON, written by a thread of their own. Who has more to say than the client reads
 * waits, and can be interrupted: interrupted in the writing itself, it would close the connection. While a command has
 * nothing to say an empty text goes out now and then, so that a client that is gone is found out.
 */
final class Replies implements AutoCloseable {
    private static final int WAITING = 16;
    /** The longest text of a line, in characters. */
    static final int MAX_TEXT = 16 * 1024;
    private static final int PULSE_MS = 1000;
    /** Where the client has closed its sending half, and perhaps the other one too. */
    private static final int QUICK_PULSE_MS = 200;
    private static final String SIGN_OF_LIFE = "{\"out\":\"\"}\n";

    private record Line(String text, CompletableFuture<Boolean> written) {}

    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);
    private final Writer to;
    private final Runnable gone;
    private final Thread writer;
    private final ReentrantLock saying = new ReentrantLock();
    /** The command at work has no end of its own. Guarded by the lock, as is what follows. */
    private boolean following;
    private boolean over;
    private volatile boolean working;
    private volatile boolean lost;
    private volatile int pulseMs = PULSE_MS;

    /**
     * @param to the client
     * @param gone told once that it is gone
     */
    Replies(Writer to, Runnable gone) {
        this.to = to;
        this.gone = gone;
        this.writer = Thread.ofVirtual().name("dkvm-control-replies").unstarted(this::write);
    }

    void start() {
        writer.start();
    }

    private void write() {
        try {
            while (true) {
                var line = lines.poll(pulseMs, TimeUnit.MILLISECONDS);
                if (line != null) {
                    write(line.text());
                    line.written().complete(!lost);
                } else if (working) {
                    write(SIGN_OF_LIFE);
                }
            }
        } catch (InterruptedException e) {
            // Nobody has anything to say any more.
        }
    }

    private void write(String text) {
        if (lost) {
            return;
        }
        try {
            to.write(text);
            to.flush();
        } catch (IOException e) {
            lost = true;
            gone.run();
        }
    }

    /** A command begins. */
    void begin() {
        working = true;
    }

    /** From now on the command has no end of its own. */
    void following() {
        saying.lock();
        try {
            following = true;
        } finally {
            saying.unlock();
        }
    }

    void out(String text) {
        text("out", text);
    }

    void err(String text) {
        text("err", text);
    }

    private void text(String member, String text) {
        int from = 0;
        do {
            int to = Math.min(from + MAX_TEXT, text.length());
            to -= to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            say(member(member, new JsonPrimitive(text.substring(from, to))));
            from = to;
        } while (from < text.length());
    }

    /** An answer of other members than text. */
    void say(JsonElement json) {
        saying(() -> lines.put(new Line(json + "\n", new CompletableFuture<>())));
    }

    /** The command is over. */
    void exit(int code) {
        saying(() -> {
            lines.put(exitLine(code));
            working = false;
            following = false;
        });
    }

    private static Line exitLine(int code) {
        return new Line(member("exit", new JsonPrimitive(code)) + "\n", new CompletableFuture<>());
    }

    private static JsonObject member(String name, JsonPrimitive value) {
        var json = new JsonObject();
        json.add(name, value);
        return json;
    }

    private interface Saying {
        void say() throws InterruptedException;
    }

    private void saying(Saying what) {
        try {
            saying.lockInterruptibly();
            try {
                if (lost || over) {
                    throw new UncheckedIOException(new IOException(lost ? "the client is gone" : "the kernel stops"));
                }
                what.say();
            } finally {
                saying.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the command was ended"));
        }
    }

    /** The client says nothing more: it may be gone, or still listen. */
    void hurry() {
        pulseMs = QUICK_PULSE_MS;
        if (working) {
            var _ = lines.offer(new Line(SIGN_OF_LIFE, new CompletableFuture<>()));
        }
    }

    /**
     * The kernel stops: a command that follows something has now shown all there was. Other commands come to their own
     * end. Waits for what is being written, and so perhaps for the client.
     *
     * @return whether it was such a command
     */
    boolean end(int code) throws InterruptedException {
        saying.lockInterruptibly();
        try {
            if (!following || over) {
                return false;
            }
            over = true;
            working = false;
            var last = exitLine(code);
            lines.put(last);
            return last.written().join();
        } finally {
            saying.unlock();
        }
    }

    /** Writes what waits, where the client is still there, and ends. */
    @Override
    public void close() {
        working = false;
        try {
            if (!lost) {
                var last = new Line("", new CompletableFuture<>());
                lines.put(last);
                var _ = last.written().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
    }
}
