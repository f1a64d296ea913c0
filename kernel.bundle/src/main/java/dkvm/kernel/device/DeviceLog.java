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
 * Reads what one device process writes on stderr, always, into the kernel's log, under {@code device.ID}. An entry is
 * shown when the next one begins, or when nothing came for a moment, whether the next line has begun by then or not.
 */
final class DeviceLog implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceLog.class);
    private static final int STACK = 256 * 1024;
    private static final int BUFFER = 8 * 1024;
    /** So often, and so long each time, what follows an entry is waited for: many programs write line by line. */
    private static final int WAITS = 4;
    private static final long WAIT_NANOS = 5_000_000;
    /** A program that is held up in the middle of a traceback goes on sooner. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So much of what is taken aside is kept: the threads of some hundred JVMs. */
    private static final int MAX_ASIDE = 4 * 1024 * 1024;

    private final String device;
    private final InputStream in;
    private final Journal journal;
    private final LogFolding folding;
    private final LineSplitter splitter;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final byte[] buffer = new byte[BUFFER];
    /** How often something was waited for since the last whole line. */
    private int waits;
    private volatile boolean aside;
    private final ByteArrayOutputStream takenAside = new ByteArrayOutputStream();

    DeviceLog(String device, InputStream in, Journal journal) {
        Logger log = LoggerFactory.getLogger("device." + device);
        this.device = device;
        this.in = in;
        this.journal = journal;
        this.folding = new LogFolding((level, text) -> log.atLevel(level).log(text));
        this.splitter = new LineSplitter(LogFolding.MAX_ENTRY, this::line);
    }

    /** Begins to read, on a thread of its own. */
    DeviceLog start() {
        Thread.ofPlatform().daemon().stackSize(STACK).name("dkvm-log-" + device).start(this);
        return this;
    }

    /** The end of the log. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** From now on nothing of it comes into the log; it is for {@link #takenAside()}. From any thread. */
    void takeAside() {
        aside = true;
    }

    /** What came since. From any thread. */
    byte[] takenAside() {
        return takenAside.toByteArray();
    }

    @Override
    public void run() {
        try (in) {
            int count;
            while ((count = read()) >= 0) {
                if (aside) {
                    takenAside.write(buffer, 0, Math.min(count, MAX_ASIDE - takenAside.size()));
                } else {
                    journal.tail().keep(buffer, count);
                    waits = splitter.feed(buffer, count) ? 0 : waits;
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        splitter.finish();
        folding.flush();
        journal.allowance().tell(true).ifPresent(words -> LOG.warn("{}: {}", device, words));
        end.complete(null);
    }

    private int read() throws IOException {
        awaitMore();
        long since = System.nanoTime();
        int count = in.read(buffer);
        if (System.nanoTime() - since > SILENCE_NANOS) {
            folding.silence();
        }
        return count;
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

    private void line(byte[] bytes, int length) {
        boolean continues = length > 0 && (bytes[0] == ' ' || bytes[0] == '\t');
        if (journal.allowance().admits(length, continues)) {
            folding.line(text(bytes, length));
        }
    }

    private static String text(byte[] bytes, int length) {
        boolean carriageReturn = length > 0 && bytes[length - 1] == '\r';
        return new String(bytes, 0, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
    }
}
