// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Key events out of a source without links, 32 a read, while somebody looks on or nobody does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TapBench {
    private static final int KEY_BYTES = 37;
    private static final int READ = 32;
    private static final int USAGE = 0x70004;

    /** A way to a device that takes all credit. */
    private static final class Taker implements Outlet {
        @Override
        public void send(Envelope message) {}

        @Override
        public void pump() {}
    }

    /** What somebody does. */
    public enum Looking {
        /** Nobody looks. */
        NONE,
        /** Somebody who does not read misses all. */
        ASLEEP,
        /** Somebody reads each event; the reading is part of the time. */
        AWAKE
    }

    private final Graph graph = new Graph(new Memory(Path.of("unused")));
    private final byte[] event = new byte[KEY_BYTES];
    private final SourceEnd source;
    private final int stream;
    private Optional<Tap> tap = Optional.empty();
    private long seq;

    /** Who looks on. */
    @Param({"NONE", "ASLEEP", "AWAKE"})
    public Looking looking = Looking.NONE;

    /** A source that runs. */
    public TapBench() {
        var outlet = new Taker();
        graph.ports("keys", List.of(Port.out("keys", StreamKind.KEYBOARD)));
        var place = graph.attach("keys", outlet, new Tenant("keys", OptionalLong.empty(), outlet::send), false);
        source = place.source();
        stream = place.streams().getFirst().getStream();
    }

    /** Somebody looks on. */
    @Setup
    public void look() {
        if (looking != Looking.NONE) {
            tap = Optional.of(new GraphProbe(graph).tap("keys", Optional.empty()));
        }
    }

    /** An event is routed, and sometimes a read ends. */
    @Benchmark
    public long route() throws WireException, InterruptedException {
        seq++;
        source.event(stream, seq, Event.KEY_FIELD_NUMBER, USAGE, (seq & 1) != 0, event, 0, KEY_BYTES);
        if (seq % READ == 0) {
            source.flush();
        }
        if (looking == Looking.AWAKE) {
            return tap.orElseThrow().next(Duration.ZERO).orElseThrow().nanos();
        }
        return seq;
    }
}
