// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.PressState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What routing needs of a key: by the scanner, and by parsing the message as if it were none the scanner knows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventScannerBench {
    private final EventScanner scanner = new EventScanner();
    private final byte[] message = Envelope.newBuilder().setEvent(Event.newBuilder().setStream(3).setSeq(1_000_000)
            .setOrigin(77_000_000_000L).setKey(Key.newBuilder().setUsage(0x70004).setState(PressState.DOWN))).build()
            .toByteArray();

    /** Every key takes this way. */
    @Benchmark
    public long scan() {
        if (!scanner.scan(message, 0, message.length)) {
            throw new IllegalStateException("a key that the scanner does not know");
        }
        return scanner.seq() + scanner.usage();
    }

    /** What is not known to the scanner. */
    @Benchmark
    public long parse() throws Exception {
        scanner.take(EventScanner.parse(message, 0, message.length).getEvent());
        return scanner.seq() + scanner.usage();
    }
}
