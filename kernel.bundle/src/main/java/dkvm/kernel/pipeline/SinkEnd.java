// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Pressed;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that goes into one device: its links, and what is down at its ports. It outlives the device's processes.
 * Its lock is the only one an event takes, and nobody else is called while it is held.
 */
public final class SinkEnd {
    private static final Logger LOG = LoggerFactory.getLogger(SinkEnd.class);

    private final String device;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock, as all below. */
    private final List<Link> links = new ArrayList<>();
    private final PortGuards guards = new PortGuards();
    private final LinkTurns turns;
    private boolean open;
    private boolean everOpen;
    /** Its process hands over to another: for so long it gets nothing. */
    private boolean paused;
    /** Whether the process was sent anything. */
    private boolean touched;
    /** Whether the device took anything since the last look. */
    private boolean took;
    /** The way to the device's process, if it has one. */
    private volatile @Nullable Outlet outlet;
    private final SinkReader reader;

    SinkEnd(String device, Memory memory, Taps taps) {
        this.device = device;
        this.reader = new SinkReader(memory);
        this.turns = new LinkTurns(guards::at, taps);
    }

    String device() {
        return device;
    }

    /** Runs something with the lock held; it must not call out. */
    <T extends @Nullable Object> T locked(Function<List<Link>, T> body) {
        lock.lock();
        try {
            return body.apply(links);
        } finally {
            lock.unlock();
        }
    }

    /** An event of a link's source; on the source's reading thread. */
    void offer(Link link, Mark mark, long seq, int usage, byte[] array, int offset, int length) {
        lock.lock();
        try {
            LinkIntake.take(link, mark, seq, usage, array, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** An event of a link's source that carries a buffer, held for the link; on the source's reading thread. */
    void offer(Link link, Carried event) {
        lock.lock();
        try {
            LinkIntake.take(link, event);
        } finally {
            lock.unlock();
        }
    }

    void mark(Link link, Mark mark, long seq, int usage) {
        lock.lock();
        try {
            link.queue.add(mark, seq, usage);
            if (mark == Mark.BEGIN) {
                link.queuedStream = usage;
                link.lastSeq = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what may be written to the device now.
     *
     * @param to who asks; a process that is gone gets nothing
     * @param buffer where to; must hold the longest message
     * @param mayBlock whether an event larger than the device's window may be taken
     * @return bytes to write; 0 for none; -1 for none until the caller may block
     */
    public int collect(Outlet to, byte[] buffer, boolean mayBlock) {
        int n;
        boolean freed;
        lock.lock();
        try {
            var current = reader.process();
            if (!open || paused || current == null || !to.equals(outlet)) {
                return 0;
            }
            n = turns.collect(links, buffer, current, unacknowledged(), mayBlock);
            touched |= n > 0;
            freed = turns.freed();
            links.removeIf(link -> link.closing && link.finished());
        } finally {
            lock.unlock();
        }
        if (freed) {
            refreshCredit();
        }
        return n;
    }

    private long unacknowledged() {
        long bytes = 0;
        for (int i = 0; i < links.size(); i++) {
            bytes += links.get(i).inFlight.bytes();
        }
        return bytes;
    }

    /** Whether a link before this one still has to bring a stream to its end. With the lock held. */
    boolean takenOver(Link from, int stream) {
        for (int i = 0; links.get(i) != from; i++) {
            var before = links.get(i);
            if (before.closing && before.queuedStream == stream && !before.finished()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The device acknowledged events.
     *
     * @param stream their stream
     * @param seq processed up to here
     * @param bytes taken of the stream in all
     * @throws WireException if it cannot have taken so many
     */
    public void acknowledged(int stream, long seq, long bytes) throws WireException {
        var source = complete(stream, seq, bytes);
        pump();
        if (source != null) {
            source.refreshCredit();
        }
    }

    /** Answers whose credit that frees; a stream that was closed meanwhile frees none. */
    private @Nullable SourceStream complete(int stream, long seq, long bytes) throws WireException {
        lock.lock();
        try {
            for (var link : links) {
                if (link.wireStream == stream) {
                    took |= link.acknowledged(seq, bytes);
                    return link.source;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits and may go out. */
    void pump() {
        var to = outlet;
        if (to != null) {
            to.pump();
        }
    }

    /**
     * The device reported latencies.
     *
     * @param stats of one stream
     * @throws WireException if they are no latencies
     */
    public void measured(StreamStats stats) throws WireException {
        lock.lock();
        try {
            for (var link : links) {
                if (link.lastStream == stats.getStream()) {
                    link.latency.merge(stats);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is down at a process that took nothing over. */
    void renew() {
        locked(_ -> {
            guards.clear();
            return null;
        });
    }

    /** What a new process of the device is to know: its streams. */
    List<StreamOpened> begin(Outlet to, Tenant tenant) {
        return locked(all -> {
            outlet = to;
            touched = false;
            reader.begin(tenant);
            all.forEach(Link::lose);
            return all.stream().filter(link -> link.wireStream != 0).map(link -> LinkWriter.opened(link,
                    link.wireStream, link.nextSeq())).toList();
        });
    }

    /** What is down at it, by port. */
    List<Pressed> pressed() {
        return locked(_ -> guards.down());
    }

    /** Its process makes room for another, if it was sent nothing; answers whether it does. */
    boolean withdraw() {
        return locked(_ -> {
            if (touched) {
                return false;
            }
            outlet = null;
            paused = true;
            return true;
        });
    }

    /** How many events its process has not processed. */
    int inFlight() {
        return locked(all -> all.stream().mapToInt(link -> link.inFlight.events()).sum());
    }

    /** The device takes events now. */
    void open() {
        locked(all -> {
            paused = false;
            all.forEach(link -> link.stalledNanos = 0);
            return null;
        });
        look(0, true);
        locked(all -> {
            all.forEach(reader::read);
            return null;
        });
        pump();
        refreshCredit();
    }

    /** The device is not to run: its links need not wait for a first start. */
    void resting() {
        locked(_ -> everOpen = true);
    }

    /** Its process is to be another soon: until that is open, it gets nothing. */
    void pause() {
        locked(_ -> paused = true);
    }

    /** The device takes nothing for now; what it has not acknowledged it still may. */
    void hold() {
        locked(this::shut);
    }

    /** A sink that is no longer RUNNING has its time from now on, however long it took nothing before. */
    private @Nullable Void shut(List<Link> all) {
        paused = false;
        if (open) {
            open = false;
            all.forEach(link -> link.stalledNanos = 0);
        }
        return null;
    }

    /** The device's process is gone, and what it had not acknowledged with it. */
    void gone() {
        locked(all -> {
            outlet = null;
            reader.gone();
            shut(all);
            for (var link : all) {
                link.lose();
                link.releasing = false;
            }
            guards.clear();
            all.stream().filter(link -> link.closing).forEach(Link::discard);
            all.removeIf(link -> link.closing);
            return null;
        });
        refreshCredit();
    }

    /** Looks at the state of each link again. */
    void look(long elapsedNanos) {
        var seen = look(elapsedNanos, false);
        seen.sitters().forEach(LOG::warn);
        if (seen.changed()) {
            pump();
            refreshCredit();
        }
    }

    private SinkLook look(long elapsedNanos, boolean opens) {
        return locked(all -> {
            open |= opens;
            everOpen |= opens;
            boolean takes = took || (!paused && unacknowledged() == 0);
            took = false;
            return SinkLook.at(all, reader, device,
                    link -> LinkStates.look(link, open, everOpen, takes && reader.mayTakeMore(link), elapsedNanos));
        });
    }

    /** Tells the sources of what room there is now. Without the lock: a source's credit has its own, to be taken first. */
    private void refreshCredit() {
        locked(all -> all.stream().map(link -> link.source).filter(Objects::nonNull).toList())
                .forEach(SourceStream::refreshCredit);
    }

    /** Makes a link with a free number for the guards; null if there is none. */
    @Nullable
    Link connect(IntFunction<Link> make) {
        return locked(all -> {
            long taken = 0;
            for (var link : all) {
                taken |= 1L << link.slot;
            }
            int slot = Long.numberOfTrailingZeros(~taken);
            if (slot >= PressedGuard.MAX_LINKS) {
                return null;
            }
            var link = make.apply(slot);
            all.add(link);
            return link;
        });
    }

    /** Lets events of a stream come in by a link. */
    void join(Link link, SourceStream stream) {
        link.source = stream;
        stream.add(link);
        locked(_ -> {
            if (open) {
                reader.read(link);
            }
            return null;
        });
        pump();
    }

    /** No more events come in by a link: what waits still goes out. */
    void part(Link link) {
        var stream = link.source;
        link.source = null;
        if (stream != null) {
            stream.remove(link);
            locked(_ -> {
                reader.unread(stream);
                return null;
            });
        }
        close(link, EndReason.STOPPED);
    }

    /** Ends a link: what waits still goes out, then what it holds is released. */
    void close(Link link, EndReason reason) {
        locked(all -> {
            link.closing = true;
            link.queue.add(Mark.END, 0, reason.getNumber());
            // One that has withdrawn has a successor, who is to release what the link holds.
            if (outlet == null && !paused) {
                link.discard();
                all.remove(link);
            }
            return null;
        });
        pump();
    }
}
