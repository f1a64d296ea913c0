// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Stats;
import java.util.List;

/** Tells the kernel each stream's delays, every second while there are new ones. Main thread. */
final class StatsSender {
    static final long PERIOD_NS = 1_000_000_000;

    private final WireOut out;
    private long dueNanos;
    private boolean pending;

    StatsSender(WireOut out, long now) {
        this.out = out;
        this.dueNanos = now + PERIOD_NS;
    }

    void recorded() {
        pending = true;
    }

    boolean pending() {
        return pending;
    }

    /** When what is pending is to be told, a {@link System#nanoTime()} value. */
    long dueNanos() {
        return dueNanos;
    }

    void sendIfDue(long now, List<InStream> streams) {
        if (pending && now - dueNanos >= 0) {
            send(now, streams);
        }
    }

    void send(long now, List<InStream> streams) {
        dueNanos = now + PERIOD_NS;
        if (!pending) {
            return;
        }
        pending = false;
        var stats = Stats.newBuilder();
        for (var stream : streams) {
            if (stream.latency.count() > 0) {
                stats.addStreams(stream.latency.drain(stream.number));
            }
        }
        out.send(Envelope.newBuilder().setStats(stats).build());
    }
}
