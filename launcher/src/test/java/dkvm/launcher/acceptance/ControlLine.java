// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.launcher.control.KernelFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** A connection to a kernel's control socket, on which one request follows the other. */
final class ControlLine implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader in;

    /**
     * What came back.
     *
     * @param out what was printed
     * @param err what was complained of
     * @param other the last line of other members
     * @param exit the exit code
     */
    record Reply(String out, String err, String other, int exit) {}

    private ControlLine(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), UTF_8));
    }

    static Path socket(Path home) {
        return KernelFile.read(home).orElseThrow().socket();
    }

    static ControlLine to(Path home) throws IOException {
        return new ControlLine(SocketChannel.open(UnixDomainSocketAddress.of(socket(home))));
    }

    /** A command and its arguments, as they are. */
    Reply args(String... words) {
        var list = new JsonArray();
        List.of(words).forEach(list::add);
        var json = new JsonObject();
        json.add("args", list);
        return ask(json.toString());
    }

    /** A line for Gogo. */
    Reply line(String text) {
        var json = new JsonObject();
        json.addProperty("line", text);
        return ask(json.toString());
    }

    Reply ask(String request) {
        send(request);
        return reply();
    }

    void send(String request) {
        try {
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply reply() {
        var out = new StringBuilder();
        var err = new StringBuilder();
        var other = "";
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var json = JsonParser.parseString(line).getAsJsonObject();
                if (json.has("exit")) {
                    return new Reply(out.toString(), err.toString(), other, json.get("exit").getAsInt());
                }
                out.append(json.has("out") ? json.get("out").getAsString() : "");
                err.append(json.has("err") ? json.get("err").getAsString() : "");
                other = json.has("out") || json.has("err") ? other : line;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the connection ended before the answer: " + out + err);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
