// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.Overflow;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.LatencyHistogram;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import org.jspecify.annotations.Nullable;

/**
 * The way from one output to one input: a queue, an overflow rule, counters and a state. All of it is guarded by the
 * sink's lock; {@link SinkEnd} is the only one that changes it. At all times
 * {@code in = out + queued + in flight + sum of dropped}.
 */
final class Link {
    /** Whether events flow. */
    enum State {
        /** They do, or would. */
        UP,
        /** The sink takes nothing at the moment: they wait. */
        HELD,
        /** The sink took nothing for too long: they are dropped. */
        DOWN
    }

    private static final int MIN_QUEUE_BYTES = 256 * 1024;
    private static final int QUEUE_BYTES_PER_EVENT = 64;
    /** With less room than that, a source may be waiting for it. */
    private static final int LARGEST_EVENT = Wire.MAX_MESSAGE + 3;

    final String pipeline;
    final String from;
    final SinkEnd sink;
    /** Empty until the sink's type is known. */
    String toPort = "";
    final StreamKind kind;
    final Overflow overflow;
    final int capacity;
    /** This link's number in the guards of the sink's ports. */
    final int slot;

    /** Where its events come from; none until the source's type is known. */
    volatile @Nullable SourceStream source;

    final LinkQueue queue = new LinkQueue();
    final InFlight inFlight = new InFlight();
    final LatencyHistogram latency = new LatencyHistogram();
    final long[] dropped = new long[Dropped.values().length];
    long in;
    long out;
    long bytes;

    State state = State.HELD;
    /** The stream whose events come in. */
    int queuedStream;
    /** The stream whose events are being written; 0 before the first and after an end. */
    int wireStream;
    /** The last stream that was written, also after its end: measurements of it come later. */
    int lastStream;
    /** The stream's last end that was told the sink. */
    @Nullable
    EndReason ended;
    /** Held keys are being released before anything else goes out. */
    boolean releasing;
    /** Its source will send no more: gone from the graph, it leaves the sink with its last event. */
    boolean closing;
    /** How long the sink has taken nothing, as far as the kernel was awake to see it. */
    long stalledNanos;

    Link(String pipeline, String from, SinkEnd sink, StreamKind kind, Overflow overflow, int capacity,
            int slot) {
        this.pipeline = pipeline;
        this.from = from;
        this.sink = sink;
        this.kind = kind;
        this.overflow = overflow;
        this.capacity = capacity;
        this.slot = slot;
    }

    int waiting() {
        return queue.events() + inFlight.events();
    }

    /** How many more events may come before the rule of overflow is needed. */
    int roomEvents() {
        return state == State.DOWN || overflow != Overflow.BLOCK ? capacity : Math.max(0, capacity - waiting());
    }

    /** How many more bytes may come. */
    long roomBytes() {
        long limit = Math.max(MIN_QUEUE_BYTES, (long) capacity * QUEUE_BYTES_PER_EVENT);
        return state == State.DOWN || overflow != Overflow.BLOCK
                ? limit
                : Math.max(0, limit - queue.bytes() - inFlight.bytes());
    }

    /** Whether its source has to wait, or its rule of overflow is needed. */
    boolean full() {
        int held = overflow == Overflow.BLOCK ? waiting() : queue.events();
        return held >= capacity || roomBytes() < LARGEST_EVENT;
    }

    /**
     * The sink has processed the events up to a number.
     *
     * @param seq the number
     * @param taken the bytes it has taken of the stream in all
     * @return whether that is news
     * @throws WireException if it cannot have taken so many
     */
    boolean acknowledged(long seq, long taken) throws WireException {
        if (!inFlight.plausible(taken)) {
            throw new WireException("it acknowledges " + taken + " bytes of stream " + wireStream
                    + ", which it was not sent, or takes back some it acknowledged before");
        }
        long before = inFlight.bytes();
        int done = inFlight.acknowledged(seq, taken);
        out += done;
        boolean news = done > 0 || inFlight.bytes() < before;
        if (news) {
            stalledNanos = 0;
        }
        return news;
    }

    void drop(Dropped reason, int events) {
        dropped[reason.ordinal()] += events;
    }

    /** Whether everything that came has been processed or dropped, and the stream's end with it. */
    boolean finished() {
        return ended != null && queue.isEmpty() && inFlight.events() == 0;
    }

    String to() {
        return sink.device() + (toPort.isEmpty() ? "" : "." + toPort);
    }
}
