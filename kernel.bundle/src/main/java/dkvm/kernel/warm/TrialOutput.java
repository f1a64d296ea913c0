// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what a process says on stderr, on a thread of its own, and keeps the end of it alone: a device may say anything.
 */
final class TrialOutput {
    static final int KEPT = 500;
    /** Whoever says more has gone wrong. */
    static final int MOST = 1 << 20;

    /** Something that the process started may hold its stderr open for longer than the process lives. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CompletableFuture<String> words = new CompletableFuture<>();

    private TrialOutput() {}

    /** Begins to listen. A process that says too much is told {@code enough}, and not listened to any more. */
    static TrialOutput of(InputStream stderr, Runnable enough) {
        var last = new TrialOutput();
        Thread.ofPlatform().daemon().name("dkvm-warm-words").start(() -> last.words.complete(listen(stderr, enough)));
        return last;
    }

    /** For when the process has ended. */
    String get() throws InterruptedException {
        try {
            return words.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return "";
        }
    }

    private static String listen(InputStream stderr, Runnable enough) {
        var kept = new byte[0];
        var read = new byte[8192];
        int said = 0;
        try {
            for (int n = stderr.read(read); n >= 0; n = stderr.read(read)) {
                kept = end(kept, read, n);
                said += n;
                if (said > MOST) {
                    enough.run();
                    return "more than " + MOST + " bytes, at last: " + text(kept);
                }
            }
        } catch (IOException _) {
            // It was ended.
        }
        return text(kept);
    }

    private static byte[] end(byte[] before, byte[] more, int length) {
        var all = Arrays.copyOf(before, before.length + length);
        System.arraycopy(more, 0, all, before.length, length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - KEPT), all.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).strip();
    }
}
