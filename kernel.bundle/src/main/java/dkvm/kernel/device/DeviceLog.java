// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reads what one device process writes on stderr into the kernel's log, under {@code device.ID}. */
final class DeviceLog implements Runnable {
    private static final int MAX_LINE = LogFolding.MAX_ENTRY / 4;
    private static final int STACK = 256 * 1024;
    /** A program writes the lines of an entry one by one: so long the next one may take. */
    private static final int QUIET_MILLIS = 100;
    private static final Executor LATER = CompletableFuture.delayedExecutor(QUIET_MILLIS, TimeUnit.MILLISECONDS);

    private final Logger log;
    private final InputStream in;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    /** Guarded by this, and so is what follows. */
    private final LogFolding folding = new LogFolding(this::log);
    private long lastLineNanos;
    private boolean lookedAfter;

    DeviceLog(String device, InputStream in) {
        this.log = LoggerFactory.getLogger("device." + device);
        this.in = in;
    }

    /** Begins to read; the end of what is returned is the end of the log. */
    static CompletableFuture<Void> start(String device, InputStream in) {
        var log = new DeviceLog(device, in);
        Thread.ofPlatform().daemon().stackSize(STACK).name("dkvm-log-" + device).start(log);
        return log.end;
    }

    @Override
    public void run() {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = readLine(reader)) != null) {
                line(line);
            }
        } catch (IOException e) {
            // The process is gone.
        }
        flush();
        end.complete(null);
    }

    private void log(Level level, String text) {
        log.atLevel(level).log(text);
    }

    private synchronized void line(String line) {
        folding.line(line);
        lastLineNanos = System.nanoTime();
        if (!lookedAfter) {
            lookedAfter = true;
            LATER.execute(this::look);
        }
    }

    private synchronized void flush() {
        folding.flush();
    }

    private synchronized void look() {
        lookedAfter = System.nanoTime() - lastLineNanos < TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        if (lookedAfter) {
            LATER.execute(this::look);
        } else {
            folding.flush();
        }
    }

    /** A line; one that is too long comes in pieces. Null at the end. */
    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int c;
        while ((c = reader.read()) >= 0 && c != '\n') {
            line.append((char) c);
            if (line.length() == MAX_LINE) {
                return line.toString();
            }
        }
        if (c < 0 && line.isEmpty()) {
            return null;
        }
        boolean carriageReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return line.substring(0, line.length() - (carriageReturn ? 1 : 0));
    }
}
