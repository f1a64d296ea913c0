// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import java.util.Arrays;

/**
 * The events of one link that were written to its sink and are not yet acknowledged, oldest first. The sink's window
 * bounds them. Guarded by the sink's lock.
 */
final class InFlight {
    private long[] seqs = new long[1024];
    private int head;
    private int size;
    private long writtenBytes;
    private long takenBytes;

    int events() {
        return size;
    }

    /** Whether the sink has taken and processed all it was sent. */
    boolean isEmpty() {
        return size == 0 && writtenBytes == takenBytes;
    }

    /** Bytes written and not yet taken; those of releases the guard made count too. */
    long bytes() {
        return writtenBytes - takenBytes;
    }

    /** Notes a written event; seq 0 for one the kernel made. */
    void wrote(long seq, int length) {
        writtenBytes += length;
        if (seq == 0) {
            return;
        }
        if (size == seqs.length) {
            var grown = Arrays.copyOfRange(seqs, head, head + size * 2);
            System.arraycopy(seqs, 0, grown, size - head, head);
            seqs = grown;
            head = 0;
        }
        seqs[head + size & seqs.length - 1] = seq;
        size++;
    }

    /** Whether a sink can have said this. */
    boolean plausible(long bytes) {
        return bytes >= takenBytes && bytes <= writtenBytes;
    }

    /** The sink has processed the events up to seq and taken so many bytes; answers how many events that completes. */
    int acknowledged(long seq, long bytes) {
        takenBytes = bytes;
        int done = 0;
        while (size > 0 && seqs[head] <= seq) {
            head = head + 1 & seqs.length - 1;
            size--;
            done++;
        }
        return done;
    }

    /** The sink is gone; answers how many events are lost. */
    int clear() {
        int lost = size;
        size = 0;
        writtenBytes = 0;
        takenBytes = 0;
        return lost;
    }
}
