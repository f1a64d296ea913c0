// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Received;
import dkvm.sdk.Sink;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.log.Log;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the main thread of a device that consumes does; it owns all that is not final here. */
final class SinkWork {
    private final Sink sink;
    private final Inbox inbox;
    private final Outputs outputs;
    private final WireOut out;
    private final LoopState loop;
    private final Exit exit;
    private final Log log;
    private final AtomicBoolean draining;
    private final List<InStream> streams = new ArrayList<>();
    private final Acks acks;
    private final StatsSender stats;
    private boolean active;
    private boolean unflushed;

    SinkWork(Sink sink, Inbox inbox, Outputs outputs, LoopState loop, Platform platform,
            AtomicBoolean draining) {
        long now = System.nanoTime();
        this.sink = sink;
        this.inbox = inbox;
        this.outputs = outputs;
        this.out = outputs.out();
        this.loop = loop;
        this.exit = platform.exit();
        this.log = platform.log();
        this.draining = draining;
        this.acks = new Acks(out, now);
        this.stats = new StatsSender(out, now);
    }

    Ended run() throws Exception {
        while (true) {
            var work = inbox.poll();
            take(work == null ? idle() : work);
        }
    }

    private Work idle() throws Exception {
        while (true) {
            long now = System.nanoTime();
            flush();
            acknowledgeIfDue(now);
            stats.sendIfDue(now, streams);
            long until = now + Long.MAX_VALUE / 2;
            if (stats.pending()) {
                until = stats.dueNanos();
            }
            if (acks.pending()) {
                until = acks.dueNanos();
            }
            loop.enter(Loop.WAITING_INPUT);
            var work = inbox.poll(until);
            loop.enter(Loop.RUNNING);
            if (work != null) {
                return work;
            }
        }
    }

    private void take(Work work) throws Exception {
        switch (work) {
            case Work.Arrival arrival -> receive(arrival);
            case Work.Begin(var session, var inputs) -> {
                streams.addAll(inputs);
                sink.open(session);
                active = true;
                out.send(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
            }
            case Work.Opened(var stream) -> streams.add(stream);
            case Work.StreamEnded(var stream) -> ended(stream);
            case Work.Closed(var stream) -> {
                ended(stream);
                stats.send(System.nanoTime(), streams);
                streams.remove(stream);
            }
            case Work.Drain() -> drain();
            case Work.Stop() -> throw stop();
            case Work.Odd(var words) -> log.warn(words);
            case Work.Welcomed _ -> {
                // Said twice; once is enough.
            }
        }
    }

    /** Releases what is down, lets go and ends the process. */
    Ended stop() throws Exception {
        release();
        close();
        return exit.now(0);
    }

    private void receive(Work.Arrival arrival) throws Exception {
        long now = System.nanoTime();
        loop.tick();
        var event = arrival.event();
        if (event != null) {
            if (event.seq() != 0) {
                arrival.stream().latency.record(now - event.originNanos());
                stats.recorded();
            }
            if (event.event() instanceof KeyEvent key) {
                arrival.stream().held.note(key);
            }
            handOver(event);
            unflushed = true;
        }
        acks.processed(arrival.stream(), arrival.seq(), arrival.bytes());
        acknowledgeIfDue(now);
        stats.sendIfDue(now, streams);
    }

    /** The author's hold on a buffer ends with the call, unless he takes one of his own. */
    private void handOver(Received event) throws Exception {
        try {
            sink.receive(event);
        } finally {
            if (event.event() instanceof FrameEvent frame) {
                frame.buffer().release();
            }
        }
    }

    /** What is acknowledged is lasting: the kernel never counts as processed what a full disk refused. */
    private void acknowledgeIfDue(long now) throws Exception {
        if (acks.due(now)) {
            flush();
            acks.send(now);
        }
    }

    private void flush() throws Exception {
        if (unflushed) {
            sink.flush();
            unflushed = false;
        }
    }

    private void ended(InStream stream) throws Exception {
        if (!stream.ended && active) {
            stream.ended = true;
            sink.ended(stream.port, stream.from);
            unflushed = true;
        }
    }

    /** Lets go of what the sink opened, with all that was received processed, acknowledged and made lasting. */
    private void close() throws Exception {
        if (active) {
            active = false;
            sink.flush();
            unflushed = false;
            sink.close();
        }
        acks.send(System.nanoTime());
    }

    /** Nobody takes over, and no release will come any more: the kernel may be dead. */
    private void release() throws Exception {
        if (!active) {
            return;
        }
        for (var stream : streams) {
            for (int usage : stream.held.usages()) {
                sink.receive(
                        new Received(stream.port, stream.from, 0, System.nanoTime(), new KeyEvent(usage, false)));
            }
            ended(stream);
        }
    }

    private void drain() throws Exception {
        boolean was = active;
        close();
        stats.send(System.nanoTime(), streams);
        var drained = Drained.newBuilder();
        if (was) {
            for (var stream : streams) {
                drained.addPositions(StreamPosition.newBuilder().setStream(stream.number).setSeq(stream.seq));
            }
            outputs.positions(drained);
            drained.setToken(Token.of(sink.token()));
        }
        outputs.discard();
        streams.clear();
        draining.set(false);
        out.send(Envelope.newBuilder().setDrained(drained).build());
    }
}
