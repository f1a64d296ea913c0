// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A distribution of times, in microseconds.
 *
 * @param p50 the median
 * @param p99 99 of 100 are not above
 * @param p999 999 of 1000 are not above
 * @param max the largest
 * @param count how many were measured
 */
record Figures(double p50, double p99, double p999, double max, long count) {
    private static final double NANOS_PER_MICRO = 1000;

    /** What a sink wrote. */
    static Figures read(Path file) throws IOException {
        var longs = ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
        var nanos = new long[longs.remaining()];
        longs.get(nanos);
        if (nanos.length == 0) {
            throw new IOException("nothing was measured");
        }
        Arrays.sort(nanos);
        return new Figures(at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), at(nanos, 1), nanos.length);
    }

    /** Figure by figure the median of several runs. */
    static Figures median(List<Figures> runs) {
        return new Figures(median(runs, Figures::p50), median(runs, Figures::p99), median(runs, Figures::p999),
                median(runs, Figures::max), runs.stream().mapToLong(Figures::count).sum());
    }

    /** Figure by figure how many times the other's. */
    Figures over(Figures other) {
        return new Figures(p50 / other.p50, p99 / other.p99, p999 / other.p999, max / other.max, count);
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        var sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * part))] / NANOS_PER_MICRO;
    }
}
