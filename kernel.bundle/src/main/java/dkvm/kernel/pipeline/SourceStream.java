// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Holder;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.StreamOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream: the events of one output, from number 1 to its end. It goes on over processes of a resumable source. Events
 * are routed by the source's reading thread alone; links come and go by the graph's lock; the credit by its own.
 */
final class SourceStream {
    /** An output without links may send so much ahead. */
    private static final int FREE_EVENTS = 4096;
    private static final long FREE_BYTES = 1024 * 1024;
    /** Below this a source may be waiting for bytes, whatever its next message. */
    private static final long LOW_BYTES = 80 * 1024;
    /** What a source may send beyond its credit while it drains, so that a send in progress ends. */
    static final int DRAIN_EVENTS = 64;

    final int number;
    final String device;
    final String from;
    final String port;
    final StreamKind kind;

    /** Holds the newest picture. */
    final Holder holder;
    private final Memory memory;
    /** Replaced, never changed: read by the routing thread without a lock. */
    private volatile List<Link> links;
    /** The newest picture, for sinks that come later. Changed under this, while the stream lasts. */
    private volatile @Nullable Carried newest;
    /** The picture before, if what follows it may say how it differs. For the routing thread. */
    private Frame last = Frame.getDefaultInstance();
    /** Written by the routing thread. */
    private volatile long routedSeq;
    private volatile long routedBytes;
    private volatile long grantedSeq;
    private volatile long grantedBytes;
    private volatile boolean ended;
    /** Guarded by this. */
    private @Nullable Outlet outlet;

    SourceStream(int number, String device, Port port, List<Link> links, Memory memory) {
        this.number = number;
        this.device = device;
        this.memory = memory;
        this.holder = new Holder("kernel", "newest of " + device + "." + port.name());
        this.from = device + "." + port.name();
        this.port = port.name();
        this.kind = port.kind();
        this.links = List.copyOf(links);
        links.forEach(this::begin);
    }

    List<Link> links() {
        return links;
    }

    /** By the graph alone. */
    synchronized void add(Link link) {
        begin(link);
        links = Stream.concat(links.stream(), Stream.of(link)).toList();
        refreshCredit();
    }

    /** By the graph alone. */
    synchronized void remove(Link link) {
        links = links.stream().filter(other -> other != link).toList();
        refreshCredit();
    }

    private void begin(Link link) {
        link.source = this;
        link.sink.mark(link, Mark.BEGIN, nextSeq(), number);
        if (ended) {
            link.sink.mark(link, Mark.END, 0, EndReason.STOPPED.getNumber());
        }
    }

    /** The newest picture; null: there is none. */
    @Nullable
    Carried newest() {
        return newest;
    }

    /** What an event carries was published, and the stream has a hold of it: it takes the place of the one before. */
    synchronized void keep(Carried event) {
        var before = newest;
        newest = event;
        if (before != null) {
            memory.release(before.slot(), holder);
        }
        if (ended) {
            forget();
        }
    }

    private void forget() {
        var last = newest;
        newest = null;
        if (last != null) {
            memory.release(last.slot(), holder);
        }
    }

    /** A picture in another format than the one before has nothing in common with it. For the routing thread. */
    Carried following(Carried event) {
        var before = last;
        last = event.event().getFrame();
        boolean alike = before.getWidth() == last.getWidth() && before.getHeight() == last.getHeight()
                && before.getFourcc() == last.getFourcc();
        return alike ? event : event.after(Damage.EVERYWHERE);
    }

    /** The picture before was seen by nobody. For the routing thread. */
    void missed() {
        last = Frame.getDefaultInstance();
    }

    /** Who holds what is published now: each link, and whoever comes later. */
    List<Holder> holders(List<Link> to) {
        var holders = new ArrayList<Holder>(to.size() + 1);
        for (var link : to) {
            holders.add(link.holder);
        }
        if (keeps()) {
            holders.add(holder);
        }
        return holders;
    }

    /** Whether sinks that come later get the newest event. */
    boolean keeps() {
        return kind == StreamKind.DISPLAY;
    }

    long nextSeq() {
        return routedSeq + 1;
    }

    long grantedSeq() {
        return grantedSeq;
    }

    /** Whether the source has credit for an event of so many bytes. */
    boolean grants(int length) {
        return routedBytes + length <= grantedBytes;
    }

    boolean ended() {
        return ended;
    }

    /** A process is to produce the stream from now on; answers what to tell it. */
    synchronized StreamOpened begin(Outlet to) {
        outlet = to;
        missed();
        routedBytes = 0;
        grantedSeq = routedSeq + room(true);
        grantedBytes = room(false);
        return StreamOpened.newBuilder().setStream(number).setPort(port).setDirection(Direction.OUT)
                .setKind(Messages.kind(kind)).setNextSeq(nextSeq()).setCreditSeq(grantedSeq)
                .setCreditBytes(grantedBytes).build();
    }

    /** The process is gone: what it holds down is released behind what waits. */
    synchronized void gone() {
        outlet = null;
        if (!ended) {
            links.forEach(link -> link.sink.mark(link, Mark.RELEASE, 0, 0));
        }
    }

    /** The stream is over, also for links that come at this moment. */
    synchronized void end(EndReason reason) {
        if (!ended) {
            ended = true;
            links.forEach(link -> link.sink.mark(link, Mark.END, 0, reason.getNumber()));
            forget();
        }
    }

    /** An event was offered to every link. */
    void routed(long seq, int length) {
        long total = routedBytes + length;
        routedBytes = total;
        routedSeq = seq;
    }

    /** Lets a source that drains finish what it is sending. */
    synchronized void grantForDrain() {
        grant(Math.max(grantedSeq, routedSeq + DRAIN_EVENTS), Math.max(grantedBytes, routedBytes + FREE_BYTES));
    }

    /** Tells the source what more it may send, if that is worth a message. */
    synchronized void refreshCredit() {
        if (outlet == null || ended) {
            return;
        }
        long sent = routedSeq;
        long sentBytes = routedBytes;
        long roomEvents = room(true);
        long seq = Math.max(grantedSeq, sent + roomEvents);
        long bytes = Math.max(grantedBytes, sentBytes + room(false));
        boolean starved = grantedSeq - sent <= roomEvents / 2 || grantedBytes - sentBytes <= LOW_BYTES;
        if (starved && (seq > grantedSeq || bytes > grantedBytes)) {
            grant(seq, bytes);
        }
    }

    private void grant(long seq, long bytes) {
        if (outlet != null && !ended) {
            grantedSeq = seq;
            grantedBytes = bytes;
            outlet.send(Envelope.newBuilder()
                    .setCredit(Credit.newBuilder().setStream(number).setSeq(seq).setBytes(bytes)).build());
        }
    }

    /** What is sent ahead a link that comes later has to take: buffers are few. */
    private int freeEvents() {
        return BufferRules.must(kind) ? Link.BUFFERS_AHEAD : FREE_EVENTS;
    }

    private long room(boolean events) {
        long least = events ? freeEvents() : FREE_BYTES;
        boolean first = true;
        for (var link : links) {
            long room = link.sink.locked(_ -> events ? link.roomEvents() : link.roomBytes());
            least = first ? room : Math.min(least, room);
            first = false;
        }
        return least;
    }
}
