// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages as long as a key's cut out of what one read brought; the time is that of one message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBufferBench {
    private static final int MESSAGES = 100;
    private static final int LENGTH = 36;

    private final FrameBuffer buffer = new FrameBuffer();
    private final ByteArrayInputStream in = new ByteArrayInputStream(messages());

    private static byte[] messages() {
        var bytes = new byte[MESSAGES * (1 + LENGTH)];
        for (int i = 0; i < MESSAGES; i++) {
            bytes[i * (1 + LENGTH)] = LENGTH;
        }
        return bytes;
    }

    /** The preamble comes once. */
    @Setup
    public void begin() throws IOException {
        buffer.fill(new ByteArrayInputStream(Wire.preamble()));
        buffer.next();
    }

    /** One read, and all that it brought. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long fillAndCut() throws IOException {
        in.reset();
        buffer.fill(in);
        long sum = 0;
        for (int i = 0; i < MESSAGES; i++) {
            if (!buffer.next()) {
                throw new IllegalStateException("message " + i + " is missing");
            }
            sum += buffer.offset();
        }
        return sum;
    }
}
