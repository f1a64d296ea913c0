// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.util.ArrayList;

/** Tells the kernel what was processed, seldom enough to be cheap and soon enough to keep its window open. Main thread. */
final class Acks {
    static final int MAX_BYTES = 8 * 1024;
    static final long MAX_DELAY_NS = 1_000_000;

    /** Tag and length of Credit in Envelope, and its three numbers at their longest. */
    private static final int MAX_CREDIT = 1 + 1 + 1 + 6 + 11 + 11;

    private final WireOut out;
    private final ArrayList<InStream> streams = new ArrayList<>();
    private byte[] messages = new byte[4 * MAX_CREDIT];
    private int unacknowledged;
    private long lastNanos;

    Acks(WireOut out, long now) {
        this.out = out;
        this.lastNanos = now - MAX_DELAY_NS;
    }

    /** An event was processed. */
    void processed(InStream stream, long seq, int bytes) {
        if (seq != 0) {
            stream.seq = seq;
        }
        stream.bytes += bytes;
        unacknowledged += bytes;
        if (!stream.unacknowledged) {
            stream.unacknowledged = true;
            streams.add(stream);
        }
    }

    boolean pending() {
        return unacknowledged > 0;
    }

    /** When what is pending must be acknowledged, a {@link System#nanoTime()} value. */
    long dueNanos() {
        return lastNanos + MAX_DELAY_NS;
    }

    /** Whether it is time to acknowledge. */
    boolean due(long now) {
        return unacknowledged >= MAX_BYTES || (unacknowledged > 0 && now - lastNanos >= MAX_DELAY_NS);
    }

    /** Acknowledges all that was processed. */
    void send(long now) {
        if (streams.isEmpty()) {
            return;
        }
        int room = streams.size() * MAX_CREDIT;
        if (messages.length < room) {
            messages = new byte[room];
        }
        int end = 0;
        for (var stream : streams) {
            end = credit(messages, end, stream.number, stream.seq, stream.bytes);
            stream.unacknowledged = false;
        }
        streams.clear();
        unacknowledged = 0;
        lastNanos = now;
        out.write(messages, end);
    }

    /** A Credit with its length, as the generated classes write it. */
    static int credit(byte[] b, int begin, int stream, long seq, long bytes) {
        int at = begin + 3;
        at = field(b, at, 1, Integer.toUnsignedLong(stream));
        at = field(b, at, 2, seq);
        at = field(b, at, 3, bytes);
        b[begin] = (byte) (at - begin - 1);
        b[begin + 1] = 13 << 3 | 2;
        b[begin + 2] = (byte) (at - begin - 3);
        return at;
    }

    private static int field(byte[] b, int begin, int number, long value) {
        if (value == 0) {
            return begin;
        }
        int at = begin;
        b[at++] = (byte) (number << 3);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            b[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        b[at++] = (byte) rest;
        return at;
    }
}
