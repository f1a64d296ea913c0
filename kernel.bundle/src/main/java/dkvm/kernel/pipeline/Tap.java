// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The events that pass a port, for one thread that looks on. Who moves them copies their bytes here and never waits: what
 * comes while too much waits to be looked at is missed, by the one who looks alone.
 */
public final class Tap implements AutoCloseable {
    /** So much may wait, in bytes. */
    static final int MOST = 512 * 1024;
    /** What an event takes besides its bytes. */
    private static final int OVERHEAD = 64;

    /**
     * An event that passed.
     *
     * @param nanos when, as {@link System#nanoTime()} has it
     * @param event what it was; empty: nobody can read it
     * @param bytes its length on the wire
     * @param missed how many events before it were missed since the last one
     */
    public record Passed(long nanos, Optional<Event> event, int bytes, long missed) {}

    /** @param missedBefore how many were missed since the tap was opened */
    private record Waiting(long nanos, ByteString message, long missedBefore) {}

    private final String port;
    private final Consumer<Tap> close;
    /** Whoever adds never waits for whoever takes. */
    private final LinkedTransferQueue<Waiting> queue = new LinkedTransferQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicLong missed = new AtomicLong();
    /** How many missed ones were told. For the thread that looks on. */
    private long told;

    Tap(String port, Consumer<Tap> close) {
        this.port = port;
        this.close = close;
    }

    void pass(String at, byte[] array, int start, int length) {
        if (!port.equals(at)) {
            return;
        }
        int size = length + OVERHEAD;
        if (bytes.addAndGet(size) > MOST) {
            bytes.addAndGet(-size);
            missed.incrementAndGet();
            return;
        }
        queue.add(new Waiting(System.nanoTime(), ByteString.copyFrom(array, start, length), missed.get()));
    }

    /**
     * Waits for an event.
     *
     * @param patience so long
     * @return the next; empty: none came
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<Passed> next(Duration patience) throws InterruptedException {
        var next = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return Optional.empty();
        }
        int size = next.message.size();
        bytes.addAndGet(-size - OVERHEAD);
        return Optional.of(new Passed(next.nanos, event(next.message), size, untold(next.missedBefore)));
    }

    /**
     * How many events were missed that nobody was told of: nothing has come behind them.
     *
     * @return so many; from now on they are told
     */
    public long missed() {
        return untold(missed.get());
    }

    private long untold(long all) {
        long before = Math.max(0, all - told);
        told += before;
        return before;
    }

    private static Optional<Event> event(ByteString message) {
        try {
            var in = message.newCodedInput();
            in.readRawVarint32();
            var envelope = Envelope.parseFrom(in);
            return envelope.hasEvent() ? Optional.of(envelope.getEvent()) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            // Routing looks at less of an event than reading it does.
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    /** Looks on no more. */
    @Override
    public void close() {
        close.accept(this);
    }
}
