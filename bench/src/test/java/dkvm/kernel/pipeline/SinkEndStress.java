// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * One source's thread, its sink's reader and its sink's writer at one link: each event is counted in one place, so that
 * {@code in = out + queued + in flight + dropped}. The outcomes name the four on the right; two came in.
 */
final class SinkEndStress {

    private SinkEndStress() {}

    /** A way to a device that writes nothing by itself. */
    private static final class NoWriter implements Outlet {
        @Override
        public void send(Envelope message) {}

        @Override
        public void pump() {}
    }

    /** A source and a sink of data that run, and a link; it holds two events, or one and drops the oldest. */
    abstract static class Desk {
        private static final int EVENT_BYTES = 32;
        /** What is written to the sink, which nobody reads. */
        private static final byte[] SCRATCH = new byte[Wire.MAX_MESSAGE + 8];

        private final Outlet outlet = new NoWriter();
        private final byte[] event = new byte[EVENT_BYTES];
        private final SourceEnd source;
        private final SinkEnd sink;
        private final int stream;
        private final Link link;

        Desk(Overflow overflow) {
            var graph = new Graph(new Memory(Path.of("unused")));
            graph.ports("from", List.of(Port.out("data", StreamKind.DATA)));
            graph.ports("to", List.of(Port.in("data", StreamKind.DATA)));
            graph.pipeline(new PipelineEntry("way", List.of(new LinkEntry("from", "data", "to", "data")),
                    Optional.of(overflow), OptionalInt.of(overflow == Overflow.BLOCK ? 2 : 1)));
            var from = graph.attach("from", new NoWriter(), tenant("from"), false);
            source = from.source();
            stream = from.streams().getFirst().getStream();
            sink = graph.attach("to", outlet, tenant("to"), false).sink();
            graph.opened("to");
            link = graph.links().getFirst();
            collect(); // the stream's beginning
        }

        private Tenant tenant(String device) {
            return new Tenant(device, OptionalLong.empty(), outlet::send);
        }

        final void event(long seq) {
            try {
                source.event(stream, seq, Event.DATA_FIELD_NUMBER, 0, false, event, 0, EVENT_BYTES);
                source.flush();
            } catch (WireException e) {
                throw new IllegalStateException(e);
            }
        }

        final void collect() {
            sink.collect(outlet, SCRATCH, false);
        }

        final void acknowledge(long seq) {
            try {
                sink.acknowledged(stream, seq, seq * EVENT_BYTES);
            } catch (WireException e) {
                throw new IllegalStateException(e);
            }
        }

        final void count(IIII_Result r) {
            r.r1 = (int) link.out;
            r.r2 = link.queue.events();
            r.r3 = link.inFlight.events();
            r.r4 = (int) Arrays.stream(link.dropped).sum();
        }
    }

    /** The second event comes while the sink says that it has processed the first. */
    @JCStressTest
    @Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "the first is out, the second waits")
    @Outcome(expect = FORBIDDEN, desc = "miscounted")
    @State
    public static class OfferAgainstAcknowledged extends Desk {

        /** The first event is in flight. */
        public OfferAgainstAcknowledged() {
            super(Overflow.BLOCK);
            event(1);
            collect();
        }

        /** The source's thread. */
        @Actor
        public void offer() {
            event(2);
        }

        /** The sink's reading thread. */
        @Actor
        public void acknowledged() {
            acknowledge(1);
        }

        /** What is where. */
        @Arbiter
        public void counted(IIII_Result r) {
            count(r);
        }
    }

    /** The second event comes while the first, whose place it takes, is perhaps just being written. */
    @JCStressTest
    @Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "the first left before")
    @Outcome(id = "0, 0, 1, 1", expect = ACCEPTABLE, desc = "the first had to go, the second left")
    @Outcome(expect = FORBIDDEN, desc = "miscounted")
    @State
    public static class OfferAgainstCollect extends Desk {

        /** The first event waits. */
        public OfferAgainstCollect() {
            super(Overflow.DROP_OLDEST);
            event(1);
        }

        /** The source's thread. */
        @Actor
        public void offer() {
            event(2);
        }

        /** Whoever writes to the sink. */
        @Actor
        public void collected() {
            collect();
        }

        /** What is where. */
        @Arbiter
        public void counted(IIII_Result r) {
            count(r);
        }
    }

    /** The second event is written while the sink says that it has processed the first. */
    @JCStressTest
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "the first is out, the second in flight")
    @Outcome(expect = FORBIDDEN, desc = "miscounted")
    @State
    public static class CollectAgainstAcknowledged extends Desk {

        /** The first event is in flight, the second waits. */
        public CollectAgainstAcknowledged() {
            super(Overflow.BLOCK);
            event(1);
            collect();
            event(2);
        }

        /** Whoever writes to the sink. */
        @Actor
        public void collected() {
            collect();
        }

        /** The sink's reading thread. */
        @Actor
        public void acknowledged() {
            acknowledge(1);
        }

        /** What is where. */
        @Arbiter
        public void counted(IIII_Result r) {
            count(r);
        }
    }
}
