// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SinkEnd;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Ping;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one device's stdin. One thread at a time writes, whoever comes first: a thread that routes writes events
 * inline, since the device's window promises room in the pipe; what may block, control messages and very large events,
 * is left to a thread of its own; so are calls and notices, which go out behind all else. No lock is held while writing.
 */
final class DeviceWriter implements Outlet, Mailer, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceWriter.class);
    private static final int BUFFER = Wire.MAX_MESSAGE + 8;
    /** After so many writes in a row a thread that came to route goes back to that, and leaves the rest to ours. */
    private static final int MAX_INLINE = 64;
    /** Calls and notices go out in so large portions, between events. */
    private static final int MAIL = 8 * 1024;

    private final OutputStream out;
    private final Thread thread;
    private final Queue<Envelope> control = new ConcurrentLinkedQueue<>();
    private final MailQueue mail = new MailQueue();
    /** Above 0: somebody writes; how often it was asked for since. At first the thread does, the preamble. */
    private final AtomicInteger requests = new AtomicInteger(1);
    /** Owned by whoever writes. */
    private final byte[] buffer = new byte[BUFFER];
    private final Fence fence = new Fence();
    private volatile @Nullable SinkEnd sink;
    /** The turn to write is the thread's. */
    private volatile boolean handedOver = true;
    private volatile boolean closed;

    DeviceWriter(String name, OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    void drawFrom(SinkEnd newSink) {
        sink = newSink;
    }

    @Override
    public void send(Envelope message) {
        control.add(message);
        askThread();
    }

    @Override
    public boolean offer(Envelope message, Rank rank) {
        if (closed) {
            return true;
        }
        boolean taken = mail.offer(message, rank);
        if (taken) {
            askThread();
        }
        return taken;
    }

    @Override
    public boolean withdraw(long requestId) {
        return mail.withdraw(requestId);
    }

    /** The device has answered a fence: it has read all that was written before. */
    void proven(long pingId) {
        fence.proven(pingId);
        askThread();
    }

    private void askThread() {
        if (requests.getAndIncrement() == 0) {
            handOver();
        }
    }

    @Override
    public void pump() {
        if (requests.getAndIncrement() != 0) {
            return;
        }
        if (fence.crowded()) {
            handOver();
            return;
        }
        int seen = 1;
        int written = 0;
        do {
            int n = 0;
            while (written < MAX_INLINE && (n = collect(false)) > 0) {
                write(n);
                written++;
            }
            if (n < 0 || written == MAX_INLINE || !control.isEmpty() || !mail.isEmpty()) {
                handOver();
                return;
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    /** The writer's thread. A device that it cannot write to any longer gets the end of its input, and so ends. */
    @Override
    public void run() {
        try {
            writeUntilClosed();
        } catch (RuntimeException e) {
            LOG.error("{}: the device can be told nothing more, so its input ends", thread.getName(), e);
        } finally {
            closed = true;
            closeQuietly();
        }
    }

    private void writeUntilClosed() {
        write(Wire.preamble());
        while (!closed) {
            while (!handedOver && !closed) {
                LockSupport.park(this);
            }
            handedOver = false;
            int seen = requests.get();
            do {
                drain();
                seen = requests.addAndGet(-seen);
            } while (seen != 0 && !closed);
        }
    }

    private void drain() {
        while (!closed) {
            int n = fillControl();
            if (n == 0) {
                n = Math.max(0, collect(true));
            }
            if (n > 0) {
                write(n);
            }
            if (!mail() && n == 0) {
                return;
            }
        }
    }

    /** Writes a portion of calls and notices, and the fence behind them; answers whether there was any. */
    private boolean mail() {
        int n = closed ? 0 : mail.fill(buffer, MAIL);
        if (n > 0) {
            write(n);
            fence.wrote(n);
        }
        long id = fence.next();
        if (id != 0) {
            write(Frames.put(Envelope.newBuilder().setPing(Ping.newBuilder().setId(id)).build(), buffer, 0));
        }
        return n > 0;
    }

    private int collect(boolean mayBlock) {
        var from = sink;
        return from == null || closed ? 0 : from.collect(this, buffer, mayBlock);
    }

    private int fillControl() {
        int at = 0;
        Envelope message;
        while ((message = control.peek()) != null) {
            int next = Frames.put(message, buffer, at);
            if (next < 0) {
                break;
            }
            at = next;
            control.remove();
        }
        return at;
    }

    private void handOver() {
        handedOver = true;
        LockSupport.unpark(thread);
    }

    private void write(int n) {
        write(buffer, n);
    }

    private void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int n) {
        try {
            out.write(bytes, 0, n);
            out.flush();
        } catch (IOException e) {
            // The device no longer reads: its exit says why, and counts what was lost.
            closed = true;
        }
    }

    /** Ends the device's stdin, once what is being written is written. Never blocks. */
    void close() {
        closed = true;
        handOver();
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }
}
