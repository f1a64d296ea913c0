// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.SlotCount;
import dkvm.kernel.memory.Delivery;
import dkvm.kernel.memory.Holder;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
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
    /** So many events with buffers a source may send ahead where none has to wait: its grants are the bound. */
    static final int BUFFERS_AHEAD = 4;

    final String pipeline;
    final String from;
    private final Memory memory;
    /** Holds the buffers that wait in the queue. */
    final Holder holder;
    final SinkEnd sink;
    /** Empty until the sink's type is known. */
    String toPort = "";
    /** How many buffers of its source the sink may hold at once. */
    int maxHeld;
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
    /** Where the sink's picture differs from that before the first one that waits. */
    Damage missed = Damage.EVERYWHERE;
    /** Where the last picture that waits differs from that before the next one to come. */
    Damage missedLast = Damage.NOWHERE;
    /** The sink is to get the newest picture, also if no other comes. */
    boolean wantsPicture = true;
    /** The last event that came, or was shown as the newest. */
    long lastSeq;
    /** How long the sink has taken nothing, as far as the kernel was awake to see it. */
    long stalledNanos;

    Link(String pipeline, String from, SinkEnd sink, StreamKind kind, Overflow overflow, int capacity,
            int slot, Memory memory) {
        this.pipeline = pipeline;
        this.from = from;
        this.sink = sink;
        this.kind = kind;
        this.overflow = overflow;
        this.capacity = capacity;
        this.slot = slot;
        this.memory = memory;
        this.maxHeld = SlotCount.usuallyHeld(kind);
        this.holder = new Holder("kernel", "queue of " + from + " to " + sink.device());
    }

    /** Events that take a place: of buffers those that the sink has are counted by what it may hold. */
    int waiting() {
        return BufferRules.must(kind) ? queue.events() : queue.events() + inFlight.events();
    }

    /** How many more events may come before the rule of overflow is needed. */
    int roomEvents() {
        if (state != State.DOWN && overflow == Overflow.BLOCK) {
            return Math.max(0, capacity - waiting());
        }
        // Of what is dropped rather than kept waiting, its buffers are the bound.
        return BufferRules.must(kind) ? Math.max(capacity, BUFFERS_AHEAD) : capacity;
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

    /** The event that a new process of the sink gets first. */
    long nextSeq() {
        var from = source;
        long first = queue.firstEventSeq();
        return first != 0 || from == null ? Math.max(1, first) : from.nextSeq();
    }

    /** What the sink's process before had not acknowledged is lost, and so is its picture. */
    void lose() {
        drop(Dropped.LOST, inFlight.clear());
        forgetPicture();
    }

    void drop(Dropped reason, int events) {
        dropped[reason.ordinal()] += events;
    }

    /** Drops an event that came before all that wait. */
    void dropFirst(Dropped reason, @Nullable Carried event) {
        drop(reason, 1);
        if (event != null) {
            missed = missed.plus(event.damage());
            letGo(event);
        }
    }

    /** Drops an event that came behind all that wait. */
    void dropLast(Dropped reason, @Nullable Carried event) {
        drop(reason, 1);
        if (event != null) {
            missedLast = missedLast.plus(event.damage());
            letGo(event);
        }
    }

    /** Gives a buffer that waits to the sink. */
    Delivery give(Carried event, Tenant reader) {
        return memory.give(event.slot(), holder, reader, toPort, maxHeld);
    }

    /** Lets the sink have a picture that its source keeps. */
    Delivery share(Carried kept, SourceStream from, Tenant reader) {
        return memory.share(kept.slot(), from.holder, reader, toPort, maxHeld);
    }

    /** A buffer does not go to the sink. */
    void letGo(Carried event) {
        memory.release(event.slot(), holder);
    }

    /** The sink knows nothing of the picture. */
    void forgetPicture() {
        missed = Damage.EVERYWHERE;
        wantsPicture = kind == StreamKind.DISPLAY;
    }

    /** The link is no more: what waits goes nowhere. */
    void discard() {
        closing = true;
        while (!queue.isEmpty()) {
            if (queue.mark() == LinkQueue.Mark.CARRIED) {
                letGo(queue.carried());
            }
            queue.remove();
        }
    }

    /** Whether everything that came has been processed or dropped, and the stream's end with it. */
    boolean finished() {
        return ended != null && queue.isEmpty() && inFlight.events() == 0;
    }

    String to() {
        return sink.device() + (toPort.isEmpty() ? "" : "." + toPort);
    }
}
