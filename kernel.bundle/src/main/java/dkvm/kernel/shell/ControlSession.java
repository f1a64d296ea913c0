// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the control socket: requests of one JSON object a line, each answered with lines of JSON objects,
 * {@code out} and {@code err} with text to print and at last {@code exit} with the exit code. One thread reads, so that
 * cancelling and the client's going are noticed, one works.
 */
final class ControlSession {
    private static final int MAX_REQUEST = 64 * 1024;
    private static final int OK = 0;
    private static final int USAGE = 2;

    private final SocketChannel peer;
    private final Commands commands;
    private final BufferedReader in;
    private final Replies replies;
    private final GogoSession shell;
    private final Worker worker;

    /**
     * @param peer the client
     * @param commands what it can ask for
     * @param gogo reads its lines
     */
    ControlSession(SocketChannel peer, Commands commands, GogoSource gogo) {
        this.peer = peer;
        this.commands = commands;
        // What is no UTF-8 is no reason to end the connection.
        this.in = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE), -1));
        this.replies = new Replies(Channels.newWriter(peer, StandardCharsets.UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE), -1),
                this::gone);
        this.shell = new GogoSession(gogo, replies);
        this.worker = new Worker(this::answer, replies);
    }

    /** Until the client goes, or has said all and got its answers. */
    void serve() throws InterruptedException {
        try (replies; shell) {
            replies.start();
            worker.start();
            try {
                read();
                replies.hurry();
            } catch (IOException e) {
                worker.abort();
            }
            worker.join();
        }
    }

    /** The kernel stops. Waits for what is being written, and so perhaps for the client. */
    void end() {
        try {
            if (replies.end(OK)) {
                gone();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void gone() {
        worker.abort();
        try {
            peer.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    private void read() throws IOException {
        String line;
        while ((line = readLine()) != null) {
            var request = line.length() > MAX_REQUEST
                    ? new Request.Unclear("a request of more than " + MAX_REQUEST + " characters")
                    : Request.read(line);
            if (request instanceof Request.Cancel) {
                worker.cancel();
            } else if (line.length() > MAX_REQUEST || !worker.take(request)) {
                worker.last(request instanceof Request.Unclear
                        ? request
                        : new Request.Unclear(
                                "more than " + Worker.WAITING
                                        + " requests wait; send the next one after the exit of the last"));
                return;
            }
        }
        worker.last(new Request.Over());
    }

    private int answer(Request request) {
        return switch (request) {
            case Request.Words(var args, var client) -> commands.run(args, new Output(replies, client), replies::err);
            case Request.Line(var text, var client) -> shell.run(text, new Output(replies, client));
            case Request.Complete complete -> {
                replies.say(new Completer(commands, shell.names()).complete(complete).json());
                yield OK;
            }
            case Request.Unclear(var why) -> {
                replies.err("dkvm: " + why + "\n");
                yield USAGE;
            }
            case Request.Cancel _,Request.Over _ -> OK;
        };
    }

    /** Where a client's command prints. */
    private record Output(Replies replies, Client client) implements Answer {
        @Override
        public void out(String text) {
            replies.out(text);
        }

        @Override
        public void following() {
            replies.following();
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
