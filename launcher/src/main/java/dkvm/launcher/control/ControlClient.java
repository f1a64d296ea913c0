// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One command in a running kernel: a JSON line there, JSON lines back, each with {@code out}, {@code err} or, in the
 * last, {@code exit}.
 */
public final class ControlClient {
    private static final int PATIENCE_S = 5;
    private static final int FAILURE = 1;

    private final PrintStream out;
    private final PrintStream err;

    /**
     * A client.
     *
     * @param out where the command's output goes
     * @param err where its errors go
     */
    public ControlClient(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a command.
     *
     * @param socket the kernel's control socket
     * @param arguments the command and its arguments, taken literally
     * @param width of the terminal, in columns
     * @param color whether the output may have colours
     * @return the command's exit code; 1 if what it says cannot be printed any more
     * @throws KernelStoppedException if the kernel goes away before the end
     * @throws IOException if no kernel answers there
     */
    public int run(Path socket, List<String> arguments, int width, boolean color) throws IOException {
        var answered = new CountDownLatch(1);
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> giveUp(channel, answered));
            var request = ByteBuffer.wrap(request(arguments, width, color).getBytes(StandardCharsets.UTF_8));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            var lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                answered.countDown();
                var answer = JsonParser.parseString(line).getAsJsonObject();
                if (answer.has("exit")) {
                    return answer.get("exit").getAsInt();
                }
                if (!print(answer)) {
                    return FAILURE;
                }
            }
            throw new EOFException("it went away before it had answered");
        } catch (AsynchronousCloseException e) {
            throw new IOException("it has not answered for " + PATIENCE_S + " s", e);
        } catch (IOException e) {
            throw answered.getCount() == 0 ? new KernelStoppedException(e) : e;
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("what answers there is no kernel", e);
        }
    }

    /** A kernel that is stopped or stuck accepts a connection all the same. */
    private static void giveUp(SocketChannel channel, CountDownLatch answered) {
        try {
            if (!answered.await(PATIENCE_S, TimeUnit.SECONDS)) {
                channel.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    private static String request(List<String> arguments, int width, boolean color) {
        var list = new JsonArray();
        arguments.forEach(list::add);
        var request = new JsonObject();
        request.add("args", list);
        request.addProperty("width", width);
        request.addProperty("color", color);
        return request + "\n";
    }

    /** Prints; false if nobody reads it, as behind {@code head}. */
    private boolean print(JsonObject answer) {
        if (answer.has("out")) {
            out.print(answer.get("out").getAsString());
        }
        if (answer.has("err")) {
            err.print(answer.get("err").getAsString());
            err.flush();
        }
        return !out.checkError();
    }
}
