// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import java.util.concurrent.TimeUnit;

/** So many a second, and so many at once after a pause. Time is given to it. For one thread at a time. */
final class RateLimit {
    private final int burst;
    private final long nanosEach;
    /** When it will be as if nothing had ever been taken. */
    private long restoredNanos;

    RateLimit(int perSecond, int burst, long nowNanos) {
        this.burst = burst;
        this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.restoredNanos = nowNanos;
    }

    /** Takes one, if it is there. */
    boolean take(long nowNanos) {
        if (restoredNanos - nowNanos < 0) {
            restoredNanos = nowNanos;
        }
        if (restoredNanos + nanosEach - nowNanos > burst * nanosEach) {
            return false;
        }
        restoredNanos += nanosEach;
        return true;
    }
}
