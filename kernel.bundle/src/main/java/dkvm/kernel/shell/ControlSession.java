// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    /** A request. */
    private record Request(@Nullable List<String> args) {}

    private final Commands commands;
    private final BufferedReader in;
    private final Writer out;

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

    private void exit(int code) throws IOException {
        var end = new JsonObject();
        end.addProperty("exit", code);
        out.write(end + "\n");
        out.flush();
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
            return commands.run(args, text -> send("out", text), text -> send("err", text));
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", args, e);
            send("err", "dkvm: the command failed: " + e + "; the log says more\n");
            return FAILURE;
        }
    }

    private void send(String member, String text) {
        var json = new JsonObject();
        json.addProperty(member, text);
        try {
            out.write(json + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
