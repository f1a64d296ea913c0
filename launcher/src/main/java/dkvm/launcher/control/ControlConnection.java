// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a kernel: a JSON line there, JSON lines back. One thread asks, one thing after the other; any thread
 * may cancel or close meanwhile.
 */
public final class ControlConnection implements AutoCloseable {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final SocketChannel channel;
    private final RequestWriter writer;
    private final AnswerReader reader;
    /**
     * Requests whose end has not come: the last one, and those before it that nobody waits for any more. The asking
     * thread's own.
     */
    private int unanswered;

    private ControlConnection(SocketChannel channel) {
        this.channel = channel;
        this.writer = new RequestWriter(channel);
        this.reader = new AnswerReader(channel);
        var _ = reader.gone().thenRun(writer::close);
    }

    /**
     * Connects.
     *
     * @param socket a kernel's control socket
     * @return the connection
     * @throws IOException if nobody listens there
     */
    public static ControlConnection open(Path socket) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new ControlConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The kernel's end.
     *
     * @return complete once the connection is over, which nobody has to ask to find out
     */
    public CompletableFuture<@Nullable Void> gone() {
        return reader.gone();
    }

    /**
     * Runs a command to its end.
     *
     * @param request the command
     * @param patience how long the kernel may take to its first answer
     * @param printer where its output goes
     * @return the command's exit code; 1 if what it says cannot be printed any more, 2 if no kernel would take it
     * @throws KernelStoppedException if the kernel goes away in the middle of its answer
     * @throws IOException if it does not answer
     */
    public int run(Request request, Duration patience, Printer printer) throws IOException {
        if (request.isTooLong()) {
            var _ = printer.print(new Answer.Text("", "dkvm: a command of " + request.json().length()
                    + " characters, as it is sent, and a kernel takes " + Request.LIMIT + "; make it shorter\n"));
            return USAGE;
        }
        boolean answered = false;
        try {
            send(request);
            while (true) {
                var answer = answer(answered ? FOREVER : patience);
                answered = true;
                if (answer instanceof Answer.Exit(int code)) {
                    return code;
                }
                if (answer instanceof Answer.Text text && !printer.print(text)) {
                    return FAILURE;
                }
            }
        } catch (IOException e) {
            throw answered ? new KernelStoppedException(e) : e;
        }
    }

    /**
     * Runs a command to its end, however long that takes.
     *
     * @param request the command
     * @param printer where its output goes
     * @return the command's exit code
     * @throws IOException if the kernel goes away
     */
    public int run(Request request, Printer printer) throws IOException {
        return run(request, FOREVER, printer);
    }

    /**
     * Asks how a line may go on.
     *
     * @param line the line
     * @param cursor where in it
     * @param patience how long the kernel may take
     * @return empty: it takes longer
     * @throws IOException if the kernel goes away
     */
    public Optional<Completion> complete(String line, int cursor, Duration patience) throws IOException {
        var request = Request.complete(line, cursor);
        if (request.isTooLong()) {
            return Optional.empty();
        }
        try {
            // A kernel that is late with one needs no other.
            while (unanswered > 0) {
                next(patience);
            }
            send(request);
            return completion(patience);
        } catch (SlowKernelException _) {
            return Optional.empty();
        }
    }

    private Optional<Completion> completion(Duration patience) throws IOException {
        Optional<Completion> found = Optional.empty();
        while (true) {
            switch (answer(patience)) {
                case Answer.Completed(var completion) -> found = Optional.of(completion);
                case Answer.Exit _ -> {
                    return found;
                }
                default -> {
                    // A complaint is no candidate.
                }
            }
        }
    }

    /** Ends the command at work, if there is one; its exit code is the kernel's to say. */
    public void cancel() {
        try {
            writer.send(Request.cancel());
        } catch (IOException _) {
            // Nor would it hear this; who goes away ends the command just as well.
            close();
        }
    }

    private void send(Request request) throws IOException {
        writer.send(request);
        unanswered++;
    }

    /** The next one that belongs to what was asked last. */
    private Answer answer(Duration patience) throws IOException {
        while (unanswered > 1) {
            next(patience);
        }
        return next(patience);
    }

    private Answer next(Duration patience) throws IOException {
        var answer = reader.next(patience);
        unanswered -= answer instanceof Answer.Exit ? 1 : 0;
        return answer;
    }

    /** Ends it; a command at work ends with it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Closed all the same.
        }
        writer.close();
    }
}
