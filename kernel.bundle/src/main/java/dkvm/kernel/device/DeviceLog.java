// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
    private static final int POLL_MILLIS = 5;

    private final Logger log;
    private final InputStream in;
    private final LogFolding folding = new LogFolding(this::log);

    DeviceLog(String device, InputStream in) {
        this.log = LoggerFactory.getLogger("device." + device);
        this.in = in;
    }

    static void start(String device, InputStream in) {
        Thread.ofPlatform().daemon().stackSize(STACK).name("dkvm-log-" + device).start(new DeviceLog(device, in));
    }

    @Override
    public void run() {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String line;
            while ((line = readLine(reader)) != null) {
                folding.line(line);
                awaitMore(reader);
            }
        } catch (IOException e) {
            // The process is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        folding.flush();
    }

    private void log(Level level, String text) {
        log.atLevel(level).log(text);
    }

    private void awaitMore(BufferedReader reader) throws IOException, InterruptedException {
        for (int waited = 0; !reader.ready(); waited += POLL_MILLIS) {
            if (waited >= QUIET_MILLIS) {
                folding.flush();
                return;
            }
            Thread.sleep(POLL_MILLIS);
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
