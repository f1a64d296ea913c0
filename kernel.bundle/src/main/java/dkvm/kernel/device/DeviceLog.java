// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one device process writes on stderr into the kernel's log, under {@code device.ID}. */
final class DeviceLog implements Runnable {
    private static final int STACK = 256 * 1024;
    /** So often, and so long each time, the next line of an entry is waited for: many programs write line by line. */
    private static final int WAITS = 4;
    private static final long WAIT_NANOS = 5_000_000;

    private final InputStream in;
    private final LogFolding folding;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

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
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = readLine(reader)) != null) {
                folding.line(line);
                if (!moreComes(reader)) {
                    folding.flush();
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        folding.flush();
        end.complete(null);
    }

    private static boolean moreComes(BufferedReader reader) throws IOException {
        for (int i = 0; i < WAITS && !reader.ready(); i++) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        return reader.ready();
    }

    /** A line; one that is too long comes in pieces. Null at the end. */
    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int c = 0;
        while (line.length() < LogFolding.MAX_ENTRY && (c = reader.read()) >= 0 && c != '\n') {
            line.append((char) c);
        }
        if (c < 0 && line.isEmpty()) {
            return null;
        }
        boolean carriageReturn = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
        return line.substring(0, line.length() - (carriageReturn ? 1 : 0));
    }
}
