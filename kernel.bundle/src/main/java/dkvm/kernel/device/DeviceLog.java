// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns what one device process writes on stderr into the kernel's log, under {@code device.ID}. A line may begin with
 * {@code <N>}, a syslog priority as in sd-daemon(3); lines that begin with white space or "Caused by:" belong to the
 * line before; "Traceback (" begins an entry that ends with the first line after the indented ones. An entry without
 * priority that holds a trace is an error.
 */
final class DeviceLog implements Runnable {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_ENTRY = 256 * 1024;
    private static final String TRACEBACK = "Traceback (";
    /** So often, and so long each time, the next line of an entry is waited for: many programs write line by line. */
    private static final int WAITS = 4;
    private static final long WAIT_NANOS = 5_000_000;

    private final Logger log;
    private final InputStream in;
    private final StringBuilder entry = new StringBuilder();
    private Level level = Level.INFO;
    private boolean prefixed;
    private boolean traceback;

    DeviceLog(String device, InputStream in) {
        this.log = LoggerFactory.getLogger("device." + device);
        this.in = in;
    }

    static void start(String device, InputStream in) {
        Thread.ofPlatform().daemon().stackSize(MAX_ENTRY).name("dkvm-log-" + device).start(new DeviceLog(device, in));
    }

    @Override
    public void run() {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = readLine(reader)) != null) {
                line(line);
                if (!entry.isEmpty() && !moreComes(reader)) {
                    flush();
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        flush();
    }

    private void line(String line) {
        boolean indented = line.startsWith(" ") || line.startsWith("\t");
        boolean cause = line.startsWith("Caused by:");
        if ((indented || cause || traceback) && !entry.isEmpty() && entry.length() < MAX_ENTRY) {
            entry.append('\n').append(line);
            if (!prefixed && (cause || (indented && line.stripLeading().startsWith("at ")))) {
                level = Level.ERROR;
            }
            if (traceback && !indented) {
                flush();
            }
            return;
        }
        flush();
        prefixed = line.length() >= 3 && line.charAt(0) == '<' && line.charAt(2) == '>' && line.charAt(1) >= '0'
                && line.charAt(1) <= '7';
        var text = prefixed ? line.substring(3) : line;
        traceback = text.startsWith(TRACEBACK);
        level = prefixed ? level(line.charAt(1) - '0') : traceback ? Level.ERROR : Level.INFO;
        entry.append(text);
    }

    private static boolean moreComes(BufferedReader reader) throws IOException {
        for (int i = 0; i < WAITS && !reader.ready(); i++) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        return reader.ready();
    }

    private void flush() {
        traceback = false;
        if (!entry.isEmpty()) {
            log.atLevel(level).log(entry.toString());
            entry.setLength(0);
        }
    }

    private static Level level(int priority) {
        return switch (priority) {
            case 0, 1, 2, 3 -> Level.ERROR;
            case 4 -> Level.WARN;
            case 5, 6 -> Level.INFO;
            default -> Level.DEBUG;
        };
    }

    /** A line; one that is too long comes in pieces. Null at the end. */
    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int c = 0;
        while (line.length() < MAX_LINE && (c = reader.read()) >= 0 && c != '\n') {
            line.append((char) c);
        }
        return c < 0 && line.isEmpty() ? null : line.toString();
    }
}
