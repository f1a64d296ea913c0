// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pipe to the kernel. Whole messages go out, in the order of the calls. Events may be held back for some
 * microseconds so that many share one write; anything else takes them along. Threads may share one.
 */
final class WireOut {
    /** An event that comes sooner after the last write than this waits for company. */
    static final long JOIN_NS = 50_000;
    /** What is held back goes out when it is this long. */
    static final int BATCH_BYTES = 16 * 1024;

    /** A timed wait of the flusher takes this and, on Linux, the timer's slack of 50 microseconds more. */
    private static final long FLUSHER_WAIT_NS = 25_000;
    private static final int PREFIX = 5;

    private final OutputStream out;
    private final Exit exit;
    /** Guarded by this; whole messages, none of them written, up to {@link #end}. */
    private final byte[] batch = new byte[BATCH_BYTES + PREFIX + Wire.MAX_MESSAGE];
    private int end;
    /** Guarded by this. */
    private long lastWrite;
    /** When the oldest held back event came; 0: none is held back. Written under this. */
    private volatile long heldSince;
    private volatile boolean flusherIdle;
    /** Guarded by this; made when first needed, which is never in most sinks. */
    private @Nullable Thread flusher;
    private volatile boolean over;

    WireOut(OutputStream out, Exit exit) {
        this.out = out;
        this.exit = exit;
        this.lastWrite = System.nanoTime() - 2 * JOIN_NS;
    }

    /** Takes an event, whole with its length; it goes out now or, when many come, a little later. */
    synchronized void join(byte[] message, int length) {
        long now = System.nanoTime();
        put(message, length);
        long since = heldSince;
        if (end >= BATCH_BYTES || now - (since == 0 ? lastWrite : since) > JOIN_NS) {
            write(now);
        } else if (since == 0) {
            heldSince = now | 1;
            wakeFlusher();
        }
    }

    /** Sends messages, whole with their lengths. */
    synchronized void write(byte[] messages, int length) {
        put(messages, length);
        write(System.nanoTime());
    }

    /** Sends a message. */
    void send(Envelope message) {
        int size = message.getSerializedSize();
        if (size > Wire.MAX_MESSAGE) {
            throw new IllegalStateException("a message of " + size + " bytes; " + Wire.MAX_MESSAGE + " are allowed");
        }
        var bytes = new byte[size + PREFIX];
        var coded = CodedOutputStream.newInstance(bytes);
        try {
            coded.writeUInt32NoTag(size);
            message.writeTo(coded);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        write(bytes, coded.getTotalBytesWritten());
    }

    /** Sends what is held back. */
    synchronized void flush() {
        if (end > 0) {
            write(System.nanoTime());
        }
    }

    /** Ends the flusher, where the process is only played by a test. */
    synchronized void close() {
        over = true;
        LockSupport.unpark(flusher);
    }

    private void put(byte[] messages, int length) {
        if (length > batch.length - end) {
            write(System.nanoTime());
        }
        System.arraycopy(messages, 0, batch, end, length);
        end += length;
    }

    private void write(long now) {
        int length = end;
        end = 0;
        heldSince = 0;
        lastWrite = now;
        try {
            out.write(batch, 0, length);
            out.flush();
        } catch (IOException e) {
            // The kernel no longer listens: nobody is left to be told why.
            throw exit.now(1);
        }
    }

    private void wakeFlusher() {
        var thread = flusher;
        if (thread == null) {
            flusher = Thread.ofPlatform().daemon().name("dkvm-flush").start(this::flushHeld);
        } else if (flusherIdle) {
            LockSupport.unpark(thread);
        }
    }

    /** The flusher: sends what its sender left, because no further event came to take it along. */
    private void flushHeld() {
        while (!over) {
            long since = heldSince;
            if (since == 0) {
                // Said before the second look, and wakeFlusher looks after it set heldSince: one of both sees the other.
                flusherIdle = true;
                if (heldSince == 0) {
                    LockSupport.park(this);
                }
                flusherIdle = false;
            } else if (System.nanoTime() - since < FLUSHER_WAIT_NS) {
                LockSupport.parkNanos(this, FLUSHER_WAIT_NS);
            } else {
                flushOlder(since);
            }
        }
    }

    private synchronized void flushOlder(long since) {
        if (heldSince == since) {
            write(System.nanoTime());
        }
    }
}
