// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Output;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.v1.Loop;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An output. One sender at a time holds its lock, also while it waits for credit; therefore the I/O thread, which brings
 * the credit, never takes it.
 */
final class OutputPort implements Output {
    private final String name;
    private final WireOut out;
    private final LoopState loop;
    private final Optional<Grants> grants;
    /** Guarded by this. */
    private final byte[] key = new byte[EventEncoder.MAX_KEY];
    /** Length of the message in hand; guarded by this. */
    private int needed;
    /** Written by the I/O thread; null until the kernel opens a stream. */
    private volatile @Nullable OutStream stream;
    /** Whether what is sent is wanted by nobody: the stream is closed, or the session or the process is over. */
    private volatile boolean discarding;
    private volatile @Nullable Thread waiter;

    /** Makes the message of an event, with its length, for the stream that it goes out on. */
    interface Encoder {
        byte[] encode(OutStream stream);
    }

    OutputPort(String name, StreamKind kind, WireOut out, LoopState loop) {
        this.name = name;
        this.out = out;
        this.loop = loop;
        this.grants = kind == StreamKind.DISPLAY ? Optional.of(new Grants(out, loop)) : Optional.empty();
    }

    String name() {
        return name;
    }

    /** The slots it may write; empty for an output without shared buffers. */
    Optional<Grants> grants() {
        return grants;
    }

    @Nullable
    OutStream stream() {
        return stream;
    }

    /** The kernel has opened a stream, or opens it anew with the device's activation. */
    void open(@Nullable OutStream opened) {
        stream = opened;
        discarding = false;
        LockSupport.unpark(waiter);
    }

    /** The kernel allows more of the stream that is open. I/O thread. */
    void credit(long seq, long bytes) {
        var s = stream;
        if (s != null) {
            s.credit(seq, bytes);
        }
        LockSupport.unpark(waiter);
    }

    /** From now on events are dropped, also one that waits for credit. */
    void discard() {
        discarding = true;
        LockSupport.unpark(waiter);
    }

    /** Whether a stream is open that the kernel still wants. */
    boolean isOpen() {
        return stream != null && !discarding;
    }

    @Override
    public long nextSeq() {
        var s = stream;
        return s == null ? 1 : s.nextSeq();
    }

    @Override
    public synchronized void send(InputEvent event, long originNanos) throws InterruptedException {
        loop.tick();
        while (!discarding) {
            var s = stream;
            if (s != null && trySend(s, event, originNanos)) {
                return;
            }
            await(s);
        }
        dropped();
    }

    /** Sends an event of another kind; answers the stream it went out on, or null if it was dropped. */
    synchronized @Nullable OutStream send(Encoder event) throws InterruptedException {
        loop.tick();
        while (!discarding) {
            var s = stream;
            if (s != null) {
                var message = event.encode(s);
                if (trySend(s, message, message.length)) {
                    return s;
                }
            }
            await(s);
        }
        dropped();
        return null;
    }

    private void dropped() {
        var s = stream;
        if (s != null) {
            // Authors count on it that an event sent is an event less to send.
            s.dropped();
        }
    }

    private boolean trySend(OutStream s, InputEvent event, long origin) {
        byte[] message;
        int length;
        switch (event) {
            case KeyEvent k -> {
                message = key;
                length = EventEncoder.key(message, s.number, s.nextSeq(), origin, k);
            }
            case TextEvent t -> {
                message = EventEncoder.text(s.number, s.nextSeq(), origin, t);
                length = message.length;
            }
        }
        return trySend(s, message, length);
    }

    private boolean trySend(OutStream s, byte[] message, int length) {
        needed = length;
        if (!s.allows(length)) {
            return false;
        }
        s.sent(length);
        out.join(message, length);
        return true;
    }

    private void await(@Nullable OutStream before) throws InterruptedException {
        out.flush();
        loop.enter(Loop.WAITING_CREDIT);
        waiter = Thread.currentThread();
        try {
            // The waiter is named before the look at what it waits for: whoever changes that sees the waiter.
            while (!discarding && stream == before && (before == null || !before.allows(needed))) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiter = null;
            loop.enter(Loop.RUNNING);
        }
    }

    @Override
    public void flush() {
        out.flush();
    }
}
