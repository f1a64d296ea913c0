// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.Recording;

/**
 * When each event of a recording is due, round after round: a pure function, so that any process finds the same times. A
 * round begins when the last event of the one before is due.
 *
 * @param recording what is played
 * @param speed how much faster than it was recorded; 0: no times at all
 */
record Schedule(Recording recording, double speed) {
    /** Far off, and small enough to be added to any clock. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    /** Nanoseconds from the first event to the n-th, counted from 0 over all rounds. */
    long dueNanos(long n) {
        int size = recording.size();
        if (speed == 0 || size == 0) {
            return 0;
        }
        long rounds = n / size;
        double micros = (double) rounds * recording.micros(size - 1) + recording.micros((int) (n % size));
        return (long) Math.min((double) NEVER, micros * 1000 / speed);
    }
}
