// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import com.google.protobuf.CodedOutputStream;
import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SinkEnd;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes one device's stdin. One thread at a time writes, whoever comes first: a thread that routes writes events
 * inline, since the device's window promises room in the pipe; what may block, control messages and very large events,
 * is left to a thread of its own. No lock is held while writing.
 */
final class DeviceWriter implements Outlet, Runnable {
    private static final int BUFFER = Wire.MAX_MESSAGE + 8;
    /** After so many writes in a row a thread that came to route goes back to that, and leaves the rest to ours. */
    private static final int MAX_INLINE = 64;

    private final OutputStream out;
    private final Thread thread;
    private final Queue<Envelope> control = new ConcurrentLinkedQueue<>();
    /** Above 0: somebody writes; how often it was asked for since. At first the thread does, the preamble. */
    private final AtomicInteger requests = new AtomicInteger(1);
    /** Owned by whoever writes. */
    private final byte[] buffer = new byte[BUFFER];
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
        if (requests.getAndIncrement() == 0) {
            handOver();
        }
    }

    @Override
    public void pump() {
        if (requests.getAndIncrement() != 0) {
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
            if (n < 0 || written == MAX_INLINE || !control.isEmpty()) {
                handOver();
                return;
            }
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    /** The writer's thread. */
    @Override
    public void run() {
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
        closeQuietly();
    }

    private void drain() {
        while (!closed) {
            int n = fillControl();
            if (n == 0) {
                n = collect(true);
            }
            if (n <= 0) {
                return;
            }
            write(n);
        }
    }

    private int collect(boolean mayBlock) {
        var from = sink;
        return from == null || closed ? 0 : from.collect(this, buffer, mayBlock);
    }

    private int fillControl() {
        int at = 0;
        Envelope message;
        while ((message = control.peek()) != null) {
            int size = message.getSerializedSize();
            int whole = CodedOutputStream.computeUInt32SizeNoTag(size) + size;
            if (whole > buffer.length) {
                throw new IllegalStateException("a control message of " + size + " bytes");
            }
            if (at + whole > buffer.length) {
                break;
            }
            try {
                var coded = CodedOutputStream.newInstance(buffer, at, whole);
                coded.writeUInt32NoTag(size);
                message.writeTo(coded);
                coded.flush();
            } catch (IOException e) {
                throw new IllegalStateException("an array was too small for its own message", e);
            }
            at += whole;
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
