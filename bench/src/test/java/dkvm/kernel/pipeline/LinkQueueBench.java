// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.pipeline.LinkQueue.Mark;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An event through a link's queue, behind others that wait. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LinkQueueBench {
    private static final int KEY_BYTES = 37;

    private final LinkQueue queue = new LinkQueue();
    private final byte[] from = new byte[KEY_BYTES];
    private final byte[] to = new byte[KEY_BYTES];
    private long seq;

    /** So many wait. */
    @Param({"0", "1000"})
    public int waiting;

    /** They come. */
    @Setup
    public void fill() {
        for (int i = 0; i < waiting; i++) {
            queue.add(Mark.DOWN, ++seq, 0x70004, from, 0, KEY_BYTES);
        }
    }

    /** One more comes, and the first leaves. */
    @Benchmark
    public long addCopyRemove() {
        queue.add(Mark.DOWN, ++seq, 0x70004, from, 0, KEY_BYTES);
        queue.copyTo(to, 0);
        long first = queue.seq();
        queue.remove();
        return first;
    }
}
