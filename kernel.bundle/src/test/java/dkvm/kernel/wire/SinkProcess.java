// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.SinkEnd;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The far end of a device's stdin: reads it, checks the order of events and control messages, and acknowledges, on a
 * thread of its own, now and then slowly.
 */
final class SinkProcess implements Runnable {
    private final InputStream in;
    private final Random random;
    private final FrameBuffer buffer = new FrameBuffer();
    private final Map<Integer, Long> seqs = new HashMap<>();
    private final Map<Integer, Long> bytes = new HashMap<>();
    private int unacknowledged;
    volatile @Nullable SinkEnd end;
    /** One in so many messages takes a while. */
    int slowness = Integer.MAX_VALUE;
    volatile @Nullable Throwable failure;
    final AtomicLong events = new AtomicLong();
    final AtomicLong pings = new AtomicLong();
    final AtomicInteger ended = new AtomicInteger();
    volatile boolean over;

    SinkProcess(InputStream in, Random random) {
        this.in = in;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            while (buffer.fill(in)) {
                while (buffer.next()) {
                    message(Envelope.parseFrom(Arrays.copyOfRange(buffer.array(), buffer.offset(),
                            buffer.offset() + buffer.length())));
                }
                acknowledge();
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = e;
        }
        over = true;
    }

    private void message(Envelope message) throws IOException {
        if (random.nextInt(slowness) == 0) {
            LockSupport.parkNanos(100_000);
        }
        switch (message.getBodyCase()) {
            case EVENT -> {
                var event = message.getEvent();
                expect(event.getSeq() == seqs.getOrDefault(event.getStream(), 0L) + 1, message);
                seqs.put(event.getStream(), event.getSeq());
                bytes.merge(event.getStream(), (long) buffer.offset() + buffer.length() - buffer.frameStart(),
                        Long::sum);
                events.incrementAndGet();
                if (unacknowledged++ > random.nextInt(40)) {
                    acknowledge();
                }
            }
            case PING -> {
                expect(message.getPing().getId() == pings.get() + 1, message);
                pings.incrementAndGet();
            }
            case END_OF_STREAM -> ended.incrementAndGet();
            default -> {
                // Streams that open.
            }
        }
    }

    private void acknowledge() throws IOException {
        var to = end;
        if (to != null && unacknowledged > 0) {
            unacknowledged = 0;
            for (var stream : seqs.entrySet()) {
                to.acknowledged(stream.getKey(), stream.getValue(), bytes.getOrDefault(stream.getKey(), 0L));
            }
        }
    }

    private static void expect(boolean condition, Envelope message) {
        if (!condition) {
            throw new AssertionError("out of order: " + message.toString().substring(0, 60));
        }
    }
}
