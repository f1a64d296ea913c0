// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import java.util.concurrent.TimeUnit;

/** Counts what goes wrong often, to be logged seldom: at once, then every ten seconds at most. Time is given to it. */
public final class Tally {
    static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long total;
    private long told;
    private long toldNanos;

    /** Nothing yet. */
    public Tally() {}

    /**
     * Counts one more.
     *
     * @param nowNanos the time, as {@link System#nanoTime()} has it
     * @return how many are to be logged now; 0: none
     */
    public synchronized long count(long nowNanos) {
        total++;
        if (told > 0 && nowNanos - toldNanos < EVERY_NANOS) {
            return 0;
        }
        long news = total - told;
        told = total;
        toldNanos = nowNanos;
        return news;
    }

    /**
     * What has not been logged, at the end.
     *
     * @return how many are to be logged now; 0: none
     */
    public synchronized long rest() {
        long news = total - told;
        told = total;
        return news;
    }

    /**
     * All that was counted.
     *
     * @return since the beginning
     */
    public synchronized long total() {
        return total;
    }
}
