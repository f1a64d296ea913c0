// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import com.google.protobuf.ByteString;
import dkvm.bench.Patience;
import dkvm.bench.Rendezvous;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.Outlet;
import dkvm.kernel.pipeline.SourceEnd;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Ping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJZ_Result;

/**
 * Two threads that have something for a device, and the writer's own thread. Each waits until what it sent has come out
 * before it sends more, so it meets the others just as they stop writing.
 */
final class DeviceWriterStress {
    private static final int ROUNDS = 3;

    private DeviceWriterStress() {}

    private static Tenant tenant(String device, Outlet way) {
        return new Tenant(device, OptionalLong.empty(), way::send);
    }

    /** A reading thread of the kernel: it routes events of its source to the sink. */
    private static final class Router implements Outlet {
        private final SourceEnd source;
        private final int stream;
        private final byte[] message = new byte[64];

        Router(Graph graph, String device) {
            graph.ports(device, List.of(Port.out("data", StreamKind.DATA)));
            graph.pipeline(new PipelineEntry(device, List.of(new LinkEntry(device, "data", "sink", "data")),
                    Optional.empty(), OptionalInt.empty()));
            var attachment = graph.attach(device, this, tenant(device, this), false);
            source = attachment.source();
            stream = attachment.streams().getFirst().getStream();
        }

        void route(long seq) {
            var event = Event.newBuilder().setStream(stream).setSeq(seq).setData(ByteString.EMPTY);
            int length = Frames.put(Envelope.newBuilder().setEvent(event).build(), message, 0);
            try {
                source.event(stream, seq, Event.DATA_FIELD_NUMBER, 0, false, message, 0, length);
            } catch (WireException e) {
                throw new IllegalStateException(e);
            }
            source.flush();
        }

        @Override
        public void send(Envelope credit) {}

        @Override
        public void pump() {}
    }

    /** A sink's writer, and two sources that have links there. */
    abstract static class Written {
        private final CheckedPipe pipe = new CheckedPipe(2);
        private final DeviceWriter writer = new DeviceWriter("stressed", pipe);
        /** Set by either thread: somebody was not woken. */
        private volatile boolean late;
        private final Rendezvous rendezvous = new Rendezvous();
        private final AtomicInteger unfinished = new AtomicInteger(2);
        private final Router one;
        private final Router other;

        Written() {
            var graph = new Graph(new Memory(Path.of("unused")));
            graph.ports("sink", List.of(Port.in("data", StreamKind.DATA)));
            one = new Router(graph, "one");
            other = new Router(graph, "other");
            writer.drawFrom(graph.attach("sink", writer, tenant("sink", writer), false).sink());
            graph.opened("sink");
        }

        final void routeOne() {
            writer.start();
            route(one);
        }

        final void routeOther() {
            route(other);
        }

        private void route(Router router) {
            for (int seq = 1; seq <= ROUNDS; seq++) {
                rendezvous.meet(seq);
                router.route(seq);
                await(router.stream, seq);
            }
            finish();
        }

        final void ping() {
            for (int id = 1; id <= ROUNDS; id++) {
                rendezvous.meet(id);
                writer.send(Envelope.newBuilder().setPing(Ping.newBuilder().setId(id)).build());
                await(CheckedPipe.PINGS, id);
            }
            finish();
        }

        private void await(int stream, long number) {
            if (!Patience.await(() -> pipe.last(stream) >= number)) {
                late = true;
            }
        }

        /** The writer's thread ends with them, for there are many of these. */
        private void finish() {
            if (unfinished.decrementAndGet() == 0) {
                writer.close();
            }
        }

        final void came(JJZ_Result r, boolean pings) {
            r.r1 = pipe.last(one.stream);
            r.r2 = pipe.last(pings ? CheckedPipe.PINGS : other.stream);
            r.r3 = pipe.right() && !late;
        }
    }

    /** Two routing threads. */
    @JCStressTest
    @Outcome(id = "3, 3, true", expect = ACCEPTABLE, desc = "all came")
    @Outcome(expect = FORBIDDEN, desc = "lost, late, out of order, or two wrote at once")
    @State
    public static class PumpAgainstPump extends Written {

        /** One. */
        @Actor
        public void one() {
            routeOne();
        }

        /** The other. */
        @Actor
        public void other() {
            routeOther();
        }

        /** What the device got. */
        @Arbiter
        public void got(JJZ_Result r) {
            came(r, false);
        }
    }

    /** A routing thread, and one that has control messages, which only the writer's thread writes. */
    @JCStressTest
    @Outcome(id = "3, 3, true", expect = ACCEPTABLE, desc = "all came")
    @Outcome(expect = FORBIDDEN, desc = "lost, late, out of order, or two wrote at once")
    @State
    public static class PumpAgainstSend extends Written {

        /** It routes. */
        @Actor
        public void route() {
            routeOne();
        }

        /** It has control messages. */
        @Actor
        public void send() {
            ping();
        }

        /** What the device got. */
        @Arbiter
        public void got(JJZ_Result r) {
            came(r, true);
        }
    }
}
