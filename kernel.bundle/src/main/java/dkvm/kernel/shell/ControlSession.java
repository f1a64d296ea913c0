// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the control socket: requests of one JSON object a line, each answered with lines of JSON objects,
 * {@code out} and {@code err} with text to print and at last {@code exit} with the exit code.
 */
final class ControlSession {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);
    private static final int MAX_REQUEST = 64 * 1024;
    private static final int OK = 0;
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    /** A request. */
    private record Request(@Nullable List<String> args) {}

    private final Commands commands;
    private final BufferedReader in;
    private final Writer out;
    private final ReentrantLock writing = new ReentrantLock();
    /** The command at work has no end of its own. Guarded by the lock, as is what follows. */
    private boolean following;
    private boolean over;

    ControlSession(SocketChannel peer, Commands commands) {
        this.commands = commands;
        this.in = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8));
        this.out = Channels.newWriter(peer, StandardCharsets.UTF_8);
    }

    void serve() throws IOException {
        String line;
        try {
            while ((line = readLine()) != null) {
                if (line.length() > MAX_REQUEST) {
                    send("err", "dkvm: a request of more than " + MAX_REQUEST + " characters\n");
                    exit(USAGE);
                    return;
                }
                exit(answer(line));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * The kernel stops: a command that follows something has now shown all there was. Other commands come to their own
     * end. Waits for what is being written, and so perhaps for the client.
     */
    void end() {
        writing.lock();
        try {
            if (following) {
                exit(OK);
                over = true;
            }
        } catch (IOException e) {
            LOG.debug("a control connection ended: {}", e.toString());
        } finally {
            writing.unlock();
        }
    }

    private void exit(int code) throws IOException {
        write("exit", new JsonPrimitive(code));
        follows(false);
    }

    private void follows(boolean now) {
        writing.lock();
        try {
            following = now;
        } finally {
            writing.unlock();
        }
    }

    private int answer(String line) {
        try {
            var request = Answer.JSON.fromJson(line, Request.class);
            var args = request == null ? null : request.args();
            if (args != null && args.stream().allMatch(Objects::nonNull)) {
                return run(args);
            }
        } catch (JsonParseException e) {
            // Said below.
        }
        send("err", "dkvm: a request is one line such as {\"args\":[\"devices\",\"--json\"]}\n");
        return USAGE;
    }

    private int run(List<String> args) {
        try {
            return commands.run(args, new Output(), text -> send("err", text));
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", args, e);
            send("err", "dkvm: the command failed: " + e + "; the log says more\n");
            return FAILURE;
        }
    }

    private void send(String member, String text) {
        try {
            write(member, new JsonPrimitive(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String member, JsonPrimitive value) throws IOException {
        var json = new JsonObject();
        json.add(member, value);
        writing.lock();
        try {
            if (over) {
                throw new IOException("the kernel stops");
            }
            out.write(json + "\n");
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /** What a command prints. */
    private final class Output implements Answer {
        @Override
        public void out(String text) {
            send("out", text);
        }

        @Override
        public void following() {
            follows(true);
        }
    }

    /** A line, or the beginning of one that is too long; null at the end. */
    private @Nullable String readLine() throws IOException {
        var line = new StringBuilder();
        int c = 0;
        while (line.length() <= MAX_REQUEST && (c = in.read()) >= 0 && c != '\n') {
            line.append((char) c);
        }
        return c < 0 ? null : line.toString();
    }
}
