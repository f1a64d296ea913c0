// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.Received;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Gives each event its time in the file: that of its origin, since the file's first event, never running back. Events
 * from another host have another clock; they keep the distances of their own, beginning where the first one arrived.
 */
final class FileClock {
    /** An origin that lies further back, or ahead, is another clock's. */
    private static final long PLAUSIBLE_NS = 60_000_000_000L;

    private final Map<String, Long> offsets = new HashMap<>();
    private final long firstMicros;
    private boolean begun;
    /** The {@link System#nanoTime()} of the file's time 0. */
    private long zeroNanos;
    private long lastMicros;

    /** A clock of a file that is empty; its first event is at this time. */
    FileClock(long firstMicros) {
        this.firstMicros = firstMicros;
    }

    /** Goes on in a file whose last event is at {@code last}. */
    void resume(long last, long zero) {
        begun = true;
        lastMicros = last;
        zeroNanos = zero;
    }

    /** The time in the file of an event that arrived at {@code now}. */
    long micros(Received event, long now) {
        return micros(originOnThisHost(event, now));
    }

    /** The time in the file of something that happened at {@code nanoTime} by this host's clock. */
    long micros(long nanoTime) {
        if (!begun) {
            resume(firstMicros, nanoTime - firstMicros * 1000);
        }
        lastMicros = Math.max(lastMicros, Math.floorDiv(nanoTime - zeroNanos, 1000L));
        return lastMicros;
    }

    long lastMicros() {
        return lastMicros;
    }

    /** The {@link System#nanoTime()} of the file's time 0; empty before the first event. */
    OptionalLong zeroNanos() {
        return begun ? OptionalLong.of(zeroNanos) : OptionalLong.empty();
    }

    private long originOnThisHost(Received event, long now) {
        long offset = offsets.getOrDefault(event.from(), 0L);
        if (isPlausible(event.originNanos() + offset, now)) {
            return event.originNanos() + offset;
        }
        // What the kernel makes itself (seq 0) says nothing about the clock of the source.
        if (event.seq() > 0) {
            offsets.put(event.from(), now - event.originNanos());
        }
        return now;
    }

    private static boolean isPlausible(long origin, long now) {
        return now - origin >= -PLAUSIBLE_NS / 1000 && now - origin <= PLAUSIBLE_NS;
    }
}
