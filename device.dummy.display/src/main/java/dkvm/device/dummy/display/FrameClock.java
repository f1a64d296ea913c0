// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.Received;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out when a picture was made, by this host's clock. Those from another host have another clock; they keep the
 * distances of their own, beginning where the first one arrived.
 */
final class FrameClock {
    /** An origin that lies further back, or ahead, is another clock's, or that of a picture that has not changed since. */
    private static final long PLAUSIBLE_NS = 60_000_000_000L;

    private final Map<String, Long> offsets = new HashMap<>();

    /**
     * The origin of a picture.
     *
     * @param frame the picture
     * @param now the {@link System#nanoTime()} of its arrival
     * @return as if it had been made on this host
     */
    long origin(Received frame, long now) {
        long offset = offsets.getOrDefault(frame.from(), 0L);
        long age = now - (frame.originNanos() + offset);
        if (age >= -PLAUSIBLE_NS / 1000 && age <= PLAUSIBLE_NS) {
            return frame.originNanos() + offset;
        }
        // A repeat (seq 0) of an old picture says nothing about the clock of the source.
        if (frame.seq() > 0) {
            offsets.put(frame.from(), now - frame.originNanos());
        }
        return now;
    }
}
