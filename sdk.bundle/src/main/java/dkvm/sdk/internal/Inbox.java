// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.WireException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** From the I/O thread, the only one that adds, to the main thread, the only one that takes. */
final class Inbox {
    /** The kernel keeps 24 KiB unacknowledged, and one event may be 64 KiB; more than both is a fault of the kernel. */
    static final int MAX_BYTES = 128 * 1024;

    /** Guarded by this. */
    private final ArrayDeque<Work> queue = new ArrayDeque<>(256);
    /** Length of the events in the queue; guarded by this. */
    private int bytes;
    private volatile @Nullable Thread waiter;

    void add(Work work) {
        synchronized (this) {
            queue.add(work);
        }
        LockSupport.unpark(waiter);
    }

    void add(Work.Arrival arrival) throws WireException {
        synchronized (this) {
            bytes += arrival.bytes();
            if (bytes > MAX_BYTES) {
                throw new WireException("the kernel sent " + bytes + " bytes of events that are not acknowledged");
            }
        }
        add((Work) arrival);
    }

    @Nullable
    synchronized Work poll() {
        var work = queue.poll();
        if (work instanceof Work.Arrival a) {
            bytes -= a.bytes();
        }
        return work;
    }

    /** Waits for work until a time, a {@link System#nanoTime()} value; null when it has come. */
    @Nullable
    Work poll(long until) {
        waiter = Thread.currentThread();
        try {
            while (true) {
                var work = poll();
                long left = until - System.nanoTime();
                if (work != null || left <= 0) {
                    return work;
                }
                LockSupport.parkNanos(this, left);
                // An interrupt left behind by the author's code would turn waiting into spinning.
                Thread.interrupted();
            }
        } finally {
            waiter = null;
        }
    }

    Work take() {
        while (true) {
            var work = poll(System.nanoTime() + Long.MAX_VALUE / 2);
            if (work != null) {
                return work;
            }
        }
    }
}
