// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Event;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one process of a device produces. For the thread that reads its stdout; it never blocks. */
public final class SourceEnd {
    private final SourceStream[] streams;
    /** The first event of each that is this process's. */
    private final long[] firstSeqs;
    private final Memory memory;
    private final Tenant tenant;
    /** Sinks that events of this read were queued for. */
    private final Set<SinkEnd> touched = new LinkedHashSet<>();
    private long lastSeq;
    private final Taps taps;
    /** Those that are open since the first event of this read. */
    private @Nullable List<Tap> open;
    /** The process is gone: what is still read of it comes too late. */
    private volatile boolean closed;

    SourceEnd(List<SourceStream> streams, Memory memory, Tenant tenant, Taps taps) {
        this.taps = taps;
        this.streams = streams.toArray(SourceStream[]::new);
        firstSeqs = streams.stream().mapToLong(SourceStream::nextSeq).toArray();
        this.memory = memory;
        this.tenant = tenant;
    }

    /**
     * Routes an event: its bytes go to every link as they are.
     *
     * @param number its stream
     * @param seq its number there
     * @param payload the field number of what it carries
     * @param usage the HID usage of a key or button
     * @param down whether that went down
     * @param array where the message lies
     * @param start where its length prefix begins
     * @param length its length with the prefix
     * @throws WireException if the device may not send this
     */
    public void event(int number, long seq, int payload, int usage, boolean down, byte[] array, int start, int length)
            throws WireException {
        if (closed) {
            return;
        }
        var stream = accepting(number, seq, payload, length);
        if (BufferRules.must(stream.kind)) {
            throw new WireException("a " + stream.kind.id() + " event without a buffer in stream " + number);
        }
        var mark = switch (payload) {
            case Event.KEY_FIELD_NUMBER, Event.BUTTON_FIELD_NUMBER -> down ? Mark.DOWN : Mark.UP;
            default -> Mark.PLAIN;
        };
        var links = stream.links();
        for (int i = 0; i < links.size(); i++) {
            var link = links.get(i);
            link.sink.offer(link, mark, seq, usage, array, start, length);
            touched.add(link.sink);
        }
        stream.routed(seq, length);
        passed(stream, seq, array, start, length);
    }

    /**
     * Routes an event that carries a buffer: every link gets a hold of it before the first sink hears of it.
     *
     * @param event what the device says
     * @param array where the message lies
     * @param start where its length prefix begins
     * @param length its length with the prefix
     * @throws WireException if the device may not send this
     */
    public void carry(Event event, byte[] array, int start, int length) throws WireException {
        if (closed) {
            return;
        }
        var stream = accepting(event.getStream(), event.getSeq(), event.getPayloadCase().getNumber(), length);
        BufferRules.check(event, stream.kind, length);
        var links = stream.links();
        var slot = memory.publish(tenant, stream.port, event.getBuffers(0), stream.holders(links));
        if (slot == null) {
            stream.missed();
        } else {
            var carried = stream.following(Carried.of(event, slot, array, start, length));
            for (var link : links) {
                link.sink.offer(link, carried);
                touched.add(link.sink);
            }
            if (stream.keeps()) {
                stream.keep(carried);
            }
        }
        stream.routed(event.getSeq(), length);
        passed(stream, event.getSeq(), array, start, length);
        var now = stream.links();
        if (!now.equals(links)) {
            // A link that came meanwhile gets it as the newest.
            now.forEach(link -> touched.add(link.sink));
        }
    }

    /** An event is on its way; who looks on is asked once a read. */
    private void passed(SourceStream stream, long seq, byte[] array, int start, int length) {
        if (lastSeq == 0) {
            open = taps.open();
        }
        lastSeq = seq;
        if (open != null) {
            Taps.pass(open, stream.port, array, start, length);
        }
    }

    /** The stream of an event, if that may come now. */
    private SourceStream accepting(int number, long seq, int payload, int length) throws WireException {
        var stream = stream(number);
        if (seq != stream.nextSeq()) {
            throw new WireException("event " + seq + " of stream " + number + " where " + stream.nextSeq()
                    + " was due");
        }
        if (seq > stream.grantedSeq()) {
            throw new WireException("event " + seq + " of stream " + number + ", more than its credit of "
                    + stream.grantedSeq());
        }
        if (!stream.grants(length)) {
            throw new WireException("event " + seq + " of stream " + number + " is beyond its credit in bytes");
        }
        if (stream.ended() || !carries(stream.kind, payload)) {
            throw new WireException(stream.ended()
                    ? "an event of stream " + number + " after its end"
                    : "what is no " + stream.kind.id() + " event in stream " + number);
        }
        return stream;
    }

    /**
     * A stream has ended.
     *
     * @param number its number
     * @param reason why
     * @throws WireException if it is not the device's own
     */
    public void end(int number, EndReason reason) throws WireException {
        if (closed) {
            return;
        }
        var stream = stream(number);
        stream.end(reason == EndReason.UNRECOGNIZED ? EndReason.END_REASON_UNSPECIFIED : reason);
        stream.links().forEach(link -> touched.add(link.sink));
    }

    /** Another process may produce the streams from now on. */
    void close() {
        closed = true;
    }

    /** Whether it sent no event. */
    boolean untouched() {
        for (int i = 0; i < streams.length; i++) {
            if (streams[i].nextSeq() != firstSeqs[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the process is gone.
     *
     * @return true if nothing it said counts any more
     */
    public boolean closed() {
        return closed;
    }

    /** Gives credit for what a drain finds half done. */
    public void drain() {
        for (var stream : streams) {
            stream.grantForDrain();
        }
    }

    /**
     * The last event of each stream, to compare with what the device says it sent.
     *
     * @param number the stream's number
     * @return the last number routed
     * @throws WireException if it is not the device's own
     */
    public long lastRouted(int number) throws WireException {
        return stream(number).nextSeq() - 1;
    }

    /** Writes what was routed, before the next read that may block. */
    public void flush() {
        if (!touched.isEmpty()) {
            touched.forEach(SinkEnd::pump);
            touched.clear();
        }
        if (lastSeq != 0) {
            lastSeq = 0;
            for (var stream : streams) {
                stream.refreshCredit();
            }
        }
    }

    private SourceStream stream(int number) throws WireException {
        for (var stream : streams) {
            if (stream.number == number) {
                return stream;
            }
        }
        throw new WireException("an event of stream " + Integer.toUnsignedString(number) + ", which is not its own");
    }

    private static boolean carries(StreamKind kind, int payload) {
        return switch (kind) {
            case KEYBOARD -> payload == Event.KEY_FIELD_NUMBER || payload == Event.TEXT_FIELD_NUMBER;
            case POINTER -> payload >= Event.MOTION_FIELD_NUMBER && payload <= Event.SCROLL_FIELD_NUMBER;
            case DISPLAY -> payload == Event.FRAME_FIELD_NUMBER;
            case AUDIO -> payload == Event.AUDIO_FIELD_NUMBER;
            case DATA -> payload == Event.DATA_FIELD_NUMBER;
        };
    }
}
