// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.StreamOpened;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves what waits on links into the bytes of one write: events as their source wrote them, past the guard, and what
 * the marks between them ask for. Guarded by the sink's lock.
 */
final class LinkWriter {
    /** What a sink may have un-acknowledged: so much fits its pipe whatever the size of the writes. */
    static final int WINDOW = 24 * 1024;

    private final Taps taps;
    /** Those that are open at this write. */
    private @Nullable List<Tap> open;
    private byte[] to = new byte[0];
    private int at;
    private int limit;
    private long room;
    private boolean full;
    private boolean oversize;
    private boolean freed;
    private final BufferWriter buffers = new BufferWriter(this);

    LinkWriter(Taps taps) {
        this.taps = taps;
    }

    /**
     * Begins a write.
     *
     * @param buffer where to
     * @param reader who reads it
     * @param unacknowledged bytes that the sink has not yet taken
     */
    void begin(byte[] buffer, Tenant reader, long unacknowledged) {
        buffers.begin(reader);
        open = taps.open();
        to = buffer;
        at = 0;
        limit = buffer.length;
        room = WINDOW - unacknowledged;
        full = false;
        oversize = false;
        freed = false;
    }

    /** Bytes to write. */
    int size() {
        return at;
    }

    /** Whether an event is larger than the window, and the window empty: only a writer that may block can send it. */
    boolean oversize() {
        return oversize;
    }

    /** Whether something had to wait for room; no event goes out behind it. */
    boolean full() {
        return full;
    }

    /** Whether the place of an event in a queue is free, and no acknowledgement will say so. */
    boolean freed() {
        return freed;
    }

    /** Takes what it can of one link. */
    void take(Link link, PressedGuard guard, boolean mayBlock) {
        while (!link.releasing || release(link, guard)) {
            if (link.queue.isEmpty()) {
                buffers.newest(link);
                return;
            }
            if (!first(link, guard, mayBlock)) {
                return;
            }
        }
    }

    /** Handles the first entry; false if it has to wait. */
    private boolean first(Link link, PressedGuard guard, boolean mayBlock) {
        var mark = link.queue.mark();
        return switch (mark) {
            case BEGIN -> begin(link);
            case RELEASE -> {
                link.queue.remove();
                link.releasing = link.wireStream != 0;
                yield true;
            }
            case END -> end(link, guard);
            case PLAIN, DOWN, UP -> event(link, guard, mark, mayBlock);
            case CARRIED -> {
                boolean done = buffers.first(link);
                freed |= done && link.overflow == Overflow.BLOCK;
                yield done;
            }
        };
    }

    private boolean event(Link link, PressedGuard guard, Mark mark, boolean mayBlock) {
        int length = link.queue.length();
        if (full || length > Math.min(room, limit - at)) {
            boolean alone = !full && length > WINDOW && room == WINDOW && at == 0;
            oversize |= alone;
            if (!alone || !mayBlock) {
                full = true;
                return false;
            }
        }
        boolean pass = switch (mark) {
            case DOWN -> guard.press(link.queue.usage(), link.slot);
            case UP -> guard.release(link.queue.usage(), link.slot);
            default -> true;
        };
        if (pass) {
            link.queue.copyTo(to, at);
            wrote(link, link.queue.seq(), length);
        } else {
            link.drop(Dropped.STALE, 1);
            freed = true;
        }
        link.queue.remove();
        return true;
    }

    /** A link that takes another's place waits until that has ended: a sink knows streams by their numbers. */
    private boolean begin(Link link) {
        if (link.sink.takenOver(link, link.queue.usage())) {
            return false;
        }
        var opened = opened(link, link.queue.usage(), link.queue.seq());
        if (!copy(Messages.opened(opened))) {
            return false;
        }
        link.wireStream = link.queue.usage();
        link.lastStream = link.wireStream;
        link.ended = null;
        link.queue.remove();
        return true;
    }

    /** The end goes out when the sink has processed all before it: acknowledgements of two streams never mix. */
    private boolean end(Link link, PressedGuard guard) {
        if (guard.holds(link.slot)) {
            link.releasing = true;
            return true;
        }
        if (!link.inFlight.isEmpty()) {
            return false;
        }
        var reason = EndReason.forNumber(link.queue.usage());
        if (link.wireStream != 0 && !copy(Messages.end(link.wireStream, reason))) {
            return false;
        }
        link.inFlight.clear();
        link.wireStream = 0;
        link.ended = reason;
        link.queue.remove();
        return true;
    }

    /** Releases what the link holds down; false if that has to wait. */
    private boolean release(Link link, PressedGuard guard) {
        while (guard.holds(link.slot)) {
            if (full || Math.min(room, limit - at) < Messages.MAX_RELEASE) {
                full = true;
                return false;
            }
            int usage = guard.releaseOne(link.slot);
            if (usage != 0) {
                write(link, 0, Messages.release(link.wireStream, link.kind, usage));
            }
        }
        link.releasing = false;
        return true;
    }

    static StreamOpened opened(Link link, int stream, long nextSeq) {
        return StreamOpened.newBuilder().setStream(stream).setPort(link.toPort).setDirection(Direction.IN)
                .setKind(Messages.kind(link.kind)).setFrom(link.from).setNextSeq(nextSeq).build();
    }

    /** Whether an event of a few bytes can go out now; one that cannot keeps those behind it back. */
    boolean hasRoom(int length) {
        full |= length > Math.min(room, limit - at);
        return !full;
    }

    /** Writes an event for which there is room; seq 0 for one that the kernel made. */
    void write(Link link, long seq, byte[] message) {
        System.arraycopy(message, 0, to, at, message.length);
        wrote(link, seq, message.length);
    }

    private boolean copy(byte[] message) {
        if (message.length > limit - at) {
            return false;
        }
        System.arraycopy(message, 0, to, at, message.length);
        at += message.length;
        return true;
    }

    private void wrote(Link link, long seq, int length) {
        if (link.inFlight.isEmpty()) {
            link.stalledNanos = 0;
        }
        link.inFlight.wrote(seq, length);
        if (open != null) {
            Taps.pass(open, link.toPort, to, at, length);
        }
        at += length;
        room -= length;
    }
}
