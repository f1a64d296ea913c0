// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines from a thread of its own, so that a terminal that was stopped, or a pipe that nobody reads, holds up no
 * thread that logs. What does not fit the queue meanwhile is dropped, counted, and said once writing goes on; the file
 * has it all.
 */
final class StderrAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int QUEUE = 8192;
    /** Whatever their number, so long may they be together. */
    private static final int QUEUE_BYTES = 4 << 20;
    private static final Duration FLUSH = Duration.ofMillis(500);
    /** No line is empty. */
    private static final byte[] END = {};

    private final Layout<ILoggingEvent> layout;
    private final OutputStream out;
    private final ArrayBlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = Thread.ofPlatform().daemon().name("dkvm-stderr").unstarted(this::write);

    StderrAppender(Layout<ILoggingEvent> layout, OutputStream out) {
        this.layout = layout;
        this.out = out;
    }

    @Override
    public void start() {
        writer.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] line = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        if (queued.addAndGet(line.length) > QUEUE_BYTES || !queue.offer(line)) {
            queued.addAndGet(-line.length);
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            for (var line = queue.take(); line.length > 0; line = queue.take()) {
                queued.addAndGet(-line.length);
                out.write(line);
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    out.write(("dkvm: " + lost + " log lines could not be written here\n")
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | InterruptedException _) {
            // Nobody reads stderr any more: there is no better place to say so.
            super.stop();
        }
    }

    /** Waits a little for what is queued; a stalled reader does not hold up the end. */
    @Override
    public void stop() {
        super.stop();
        try {
            if (queue.offer(END)) {
                writer.join(FLUSH);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
