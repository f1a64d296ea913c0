// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.pipeline.Encoded;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SourceEnd;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The kernel's reading thread of one source, which sends texts as far as it has credit, and then its end. */
final class SourceThread implements Runnable, Outlet {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SourceEnd source;
    private final int stream;
    private final int events;
    private final int longest;
    private final Random random;
    /** Guarded by this. */
    private long creditSeq;
    private long creditBytes;
    /** Sent without credit: 0, or what went wrong. */
    volatile String failure = "";

    SourceThread(Graph graph, String id, int events, int longest, long seed) {
        var attachment = graph.attach(id, this, TestMemory.tenant(id), false);
        var opened = attachment.streams().getFirst();
        this.source = attachment.source();
        this.stream = opened.getStream();
        this.events = events;
        this.longest = longest;
        this.random = new Random(seed);
        grow(opened.getCreditSeq(), opened.getCreditBytes());
    }

    @Override
    public void send(Envelope message) {
        grow(message.getCredit().getSeq(), message.getCredit().getBytes());
    }

    private synchronized void grow(long seq, long bytes) {
        creditSeq = Math.max(creditSeq, seq);
        creditBytes = Math.max(creditBytes, bytes);
        notifyAll();
    }

    @Override
    public void pump() {
        // Nothing comes in.
    }

    @Override
    public void run() {
        try {
            long sent = 0;
            for (long seq = 1; seq <= events; seq++) {
                int length = random.nextInt(500) == 0 ? longest : random.nextInt(Math.min(longest, 60));
                var message = Encoded.text(stream, seq, length);
                sent += message.length;
                if (!has(seq, sent)) {
                    source.flush();
                    await(seq, sent);
                }
                source.event(stream, seq, Event.TEXT_FIELD_NUMBER, 0, false, message, 0, message.length);
                if (random.nextInt(4) == 0) {
                    source.flush();
                }
            }
            source.end(stream, EndReason.FINISHED);
            source.flush();
        } catch (IOException | InterruptedException e) {
            failure = e.toString();
        }
    }

    private synchronized boolean has(long seq, long bytes) {
        return creditSeq >= seq && creditBytes >= bytes;
    }

    private synchronized void await(long seq, long bytes) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!has(seq, bytes)) {
            if (System.nanoTime() >= deadline) {
                throw new IOException("no credit for event " + seq + ", it ends with " + creditSeq);
            }
            TimeUnit.NANOSECONDS.timedWait(this, TimeUnit.SECONDS.toNanos(1));
        }
    }
}
