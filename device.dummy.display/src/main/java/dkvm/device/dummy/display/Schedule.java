// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

/**
 * When each frame is due: a pure function, so that any process finds the same times.
 *
 * @param rate frames a second; 0: no times at all
 */
record Schedule(double rate) {
    private static final double SECOND_NS = 1e9;
    /** Far off, and small enough to be added to any clock. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    /** Nanoseconds from the first frame to the n-th, counted from 0. */
    long dueNanos(long n) {
        return rate == 0 ? 0 : (long) Math.min((double) NEVER, n * (SECOND_NS / rate));
    }

    /**
     * The origin of a frame that was due at one time and is drawn at another. A frame that is late by less than the time of
     * one keeps the time of the schedule; later than that, it shows the present.
     */
    long origin(long due, long now) {
        return rate == 0 || now - due > SECOND_NS / rate ? now : due;
    }
}
