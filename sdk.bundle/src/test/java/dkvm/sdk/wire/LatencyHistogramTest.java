// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.wire.v1.StreamStats;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyHistogramTest {

    @ParameterizedTest
    @CsvSource({"0,0", "31,31", "32,32", "33,32", "63,47", "64,48", "67,48", "68,49", "1000,111", "3600000000,458"})
    void countsInTheBucketTheProtocolSays(long micros, int bucket) {
        var histogram = new LatencyHistogram();
        histogram.record(micros * 1000 + (micros == 3_600_000_000L ? 0 : 999));
        var stats = histogram.drain(7);
        assertThat(stats.getStream()).isEqualTo(7);
        assertThat(stats.getBucketsList()).containsExactly(bucket);
        assertThat(stats.getCountsList()).containsExactly(1L);
        assertThat(stats.getMaxUs()).isEqualTo(micros);
        assertThat(histogram.count()).isZero();
        assertThat(histogram.maxMicros()).isZero();
    }

    @Test
    void ignoresWhatIsNoDelay() {
        var histogram = new LatencyHistogram();
        histogram.record(-1);
        histogram.record(LatencyHistogram.MAX_NANOS + 1);
        histogram.record(Long.MIN_VALUE);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentile(50)).isNaN();
    }

    @Test
    void tellsPercentilesToASixteenth() throws WireException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var parts = new LatencyHistogram[]{new LatencyHistogram(), new LatencyHistogram()};
            var micros = new double[random.nextInt(1, 3000)];
            for (int i = 0; i < micros.length; i++) {
                long nanos = random.nextLong(LatencyHistogram.MAX_NANOS) >> random.nextInt(40);
                micros[i] = nanos / 1000.0;
                parts[i & 1].record(nanos);
            }
            Arrays.sort(micros);
            var whole = new LatencyHistogram();
            whole.merge(parts[0]);
            whole.merge(parts[1].drain(1));
            assertThat(whole.count()).isEqualTo(micros.length);
            for (double p : new double[]{0, 1, 50, 90, 99, 99.9, 100}) {
                double exact = micros[(int) Math.max(0, Math.ceil(p / 100 * micros.length) - 1)];
                assertThat(whole.percentile(p)).as("seed %d p %f", seed, p).isBetween(exact * 0.9 - 1.01,
                        exact * 1.1 + 1.01);
                assertThat(whole.percentile(p)).isLessThanOrEqualTo((double) whole.maxMicros());
            }
            assertThat(whole.maxMicros()).isEqualTo((long) micros[micros.length - 1]);
        }
    }

    @Test
    void refusesStatisticsThatAreNone() {
        var histogram = new LatencyHistogram();
        for (var bad : new StreamStats[]{StreamStats.newBuilder().addBuckets(1).build(),
                StreamStats.newBuilder().addBuckets(-1).addCounts(1).build(),
                StreamStats.newBuilder().addBuckets(459).addCounts(1).build(),
                StreamStats.newBuilder().addBuckets(1).addCounts(-1).build()}) {
            assertThatThrownBy(() -> histogram.merge(bad)).isInstanceOf(WireException.class);
        }
        assertThat(histogram.count()).isZero();
    }
}
