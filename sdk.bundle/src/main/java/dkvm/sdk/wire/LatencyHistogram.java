// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import dkvm.sdk.wire.v1.StreamStats;

/**
 * Counts of delays in buckets of whole microseconds, as {@code StreamStats} of the wire protocol has them: bucket b below
 * 32 holds b microseconds, above that each power of two is cut into 16, so that a bucket is never wider than 1/16 of what
 * it holds. For one thread.
 */
public final class LatencyHistogram {
    /** A longer delay is no delay but two clocks that differ; it is not counted. One hour, in nanoseconds. */
    public static final long MAX_NANOS = 3_600_000_000_000L;

    private static final int LINEAR = 32;
    private static final int BUCKETS = bucket(MAX_NANOS / 1000) + 1;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long maxMicros;

    /** An empty histogram. */
    public LatencyHistogram() {}

    /**
     * Counts a delay. One that is negative or longer than {@link #MAX_NANOS} is ignored.
     *
     * @param nanos the delay in nanoseconds
     */
    public void record(long nanos) {
        if (nanos < 0 || nanos > MAX_NANOS) {
            return;
        }
        long micros = nanos / 1000;
        counts[bucket(micros)]++;
        count++;
        maxMicros = Math.max(maxMicros, micros);
    }

    /**
     * Adds what another histogram counted.
     *
     * @param other stays as it is
     */
    public void merge(LatencyHistogram other) {
        for (int b = 0; b < BUCKETS; b++) {
            counts[b] += other.counts[b];
        }
        count += other.count;
        maxMicros = Math.max(maxMicros, other.maxMicros);
    }

    /**
     * Adds what came over the wire.
     *
     * @param stats one stream's counts
     * @throws WireException if they are none; nothing was added then
     */
    public void merge(StreamStats stats) throws WireException {
        int n = stats.getBucketsCount();
        if (n != stats.getCountsCount()) {
            throw new WireException("statistics with " + n + " buckets and " + stats.getCountsCount() + " counts");
        }
        for (int i = 0; i < n; i++) {
            int b = stats.getBuckets(i);
            if (b < 0 || b >= BUCKETS || stats.getCounts(i) < 0) {
                throw new WireException("statistics with bucket " + Integer.toUnsignedString(b) + " and count "
                        + Long.toUnsignedString(stats.getCounts(i)));
            }
        }
        for (int i = 0; i < n; i++) {
            counts[stats.getBuckets(i)] += stats.getCounts(i);
            count += stats.getCounts(i);
        }
        if (n > 0 && stats.getMaxUs() >= 0) {
            maxMicros = Math.max(maxMicros, Math.min(stats.getMaxUs(), MAX_NANOS / 1000));
        }
    }

    /**
     * Takes out all that was counted; the histogram is empty afterwards.
     *
     * @param stream the stream's number
     * @return the counts for the wire
     */
    public StreamStats drain(int stream) {
        var stats = StreamStats.newBuilder().setStream(stream).setMaxUs(maxMicros);
        for (int b = 0; b < BUCKETS; b++) {
            if (counts[b] > 0) {
                stats.addBuckets(b).addCounts(counts[b]);
                counts[b] = 0;
            }
        }
        count = 0;
        maxMicros = 0;
        return stats.build();
    }

    /**
     * How much was counted.
     *
     * @return number of delays
     */
    public long count() {
        return count;
    }

    /**
     * The longest delay.
     *
     * @return whole microseconds; 0 if nothing was counted
     */
    public long maxMicros() {
        return maxMicros;
    }

    /**
     * The delay that a share of all delays does not exceed, exact to 1/16.
     *
     * @param p the share in percent, such as 50, 99 or 99.9
     * @return microseconds, never more than {@link #maxMicros()}; NaN if nothing was counted
     */
    public double percentile(double p) {
        if (count == 0) {
            return Double.NaN;
        }
        double rank = Math.clamp(p / 100 * count, 1, (double) count);
        long below = 0;
        int b = 0;
        while (below + counts[b] < rank) {
            below += counts[b++];
        }
        double within = Math.max(0, rank - below - 0.5) / counts[b];
        return Math.min(lowest(b) + within * (lowest(b + 1) - lowest(b)), (double) maxMicros);
    }

    private static int bucket(long micros) {
        if (micros < LINEAR) {
            return (int) micros;
        }
        int e = 63 - Long.numberOfLeadingZeros(micros);
        return 16 * (e - 4) + (int) (micros >> (e - 4));
    }

    private static long lowest(int bucket) {
        int shift = Math.max(0, bucket / 16 - 1);
        return (long) (bucket - 16 * shift) << shift;
    }
}
