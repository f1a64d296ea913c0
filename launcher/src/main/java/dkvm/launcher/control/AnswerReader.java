// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way back from a kernel: its answers, read by a thread of their own, so that the kernel's end is always noticed. */
final class AnswerReader {
    /** Answers that are read ahead of who prints them; a kernel that has more to say waits. */
    private static final int AHEAD = 64;

    private final SocketChannel channel;
    private final ArrayBlockingQueue<Answer> answers = new ArrayBlockingQueue<>(AHEAD);
    private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();

    AnswerReader(SocketChannel channel) {
        this.channel = channel;
        Thread.ofVirtual().name("dkvm-control-reader").start(this::read);
    }

    private void read() {
        var end = new EOFException("it went away before it had answered");
        try (var lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.put(Answer.parse(line));
            }
            end(end);
        } catch (IOException e) {
            end(e);
        } catch (JsonParseException | IllegalStateException e) {
            end(new IOException("what answers there is no kernel", e));
        } catch (InterruptedException _) {
            end(end);
        }
    }

    private void end(IOException why) {
        gone.complete(null);
        try {
            answers.put(new Answer.Gone(why));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Complete once the connection is over, which nobody has to ask to find out. */
    CompletableFuture<@Nullable Void> gone() {
        return gone;
    }

    /**
     * The next answer. One thread asks.
     *
     * @throws SlowKernelException if there is none in time
     * @throws IOException if the connection is over, or the thread interrupted
     */
    Answer next(Duration patience) throws IOException {
        try {
            var answer = answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new SlowKernelException(patience);
            }
            if (answer instanceof Answer.Gone(var why)) {
                // For whoever asks next; there is room, as nothing follows it.
                answers.add(answer);
                throw why;
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.toString());
        }
    }
}
