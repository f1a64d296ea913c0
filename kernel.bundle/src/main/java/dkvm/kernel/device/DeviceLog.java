// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what one device process writes on stderr into the kernel's log, under {@code device.ID}. An entry is shown when
 * the next one begins, or when nothing came for a moment, whether the next line has begun by then or not.
 */
final class DeviceLog implements Runnable {
    private static final int STACK = 256 * 1024;
    private static final int BUFFER = 8 * 1024;
    /** So often, and so long each time, what follows an entry is waited for: many programs write line by line. */
    private static final int WAITS = 4;
    private static final long WAIT_NANOS = 5_000_000;
    /** A program that is held up in the middle of a traceback goes on sooner. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InputStream in;
    private final LogFolding folding;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** How often something was waited for since the last whole line. */
    private int waits;

    DeviceLog(String device, InputStream in) {
        Logger log = LoggerFactory.getLogger("device." + device);
        this.in = in;
        this.folding = new LogFolding((level, text) -> log.atLevel(level).log(text));
    }

    /** Begins to read; the end of what is returned is the end of the log. */
    static CompletableFuture<Void> start(String device, InputStream in) {
        var log = new DeviceLog(device, in);
        Thread.ofPlatform().daemon().stackSize(STACK).name("dkvm-log-" + device).start(log);
        return log.end;
    }

    @Override
    public void run() {
        try (in) {
            while (readLine()) {
                folding.line(text());
            }
        } catch (IOException e) {
            // The process is gone.
        }
        folding.flush();
        end.complete(null);
    }

    /** Reads a line; one that is too long comes in pieces of whole characters. False at the end. */
    private boolean readLine() throws IOException {
        line.reset();
        waits = 0;
        int c;
        while ((c = read()) >= 0 && c != '\n') {
            if (line.size() >= LogFolding.MAX_ENTRY && !continues(c)) {
                at--;
                return true;
            }
            line.write(c);
        }
        return c >= 0 || line.size() > 0;
    }

    /** Whether a byte goes on with a character of UTF-8; what goes on for longer than any is none. */
    private boolean continues(int c) {
        return (c & 0xc0) == 0x80 && line.size() < LogFolding.MAX_ENTRY + 3;
    }

    private String text() {
        var text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int read() throws IOException {
        if (at == limit) {
            awaitMore();
            long since = System.nanoTime();
            limit = Math.max(0, in.read(buffer));
            at = 0;
            if (System.nanoTime() - since > SILENCE_NANOS) {
                folding.silence();
            }
        }
        return at == limit ? -1 : buffer[at++] & 0xff;
    }

    /** Before a read that may take long: what waits is shown, unless something follows it soon. */
    private void awaitMore() throws IOException {
        while (folding.pending() && in.available() == 0) {
            if (waits++ == WAITS) {
                folding.flush();
            } else {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
    }
}
