// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.event.StreamKind;
import java.util.List;

/**
 * How many slots the shared memory of an output needs so that nobody waits for a slot without need: those granted ahead
 * to the producer, those its readers hold, and those that wait in queues.
 */
public final class SlotCount {
    private SlotCount() {}

    /**
     * A link that reads the output.
     *
     * @param maxHeld the buffers its sink keeps at the same time
     * @param overflow what happens when its queue is full
     * @param depth how many events its queue holds
     */
    public record Reader(int maxHeld, Overflow overflow, int depth) {
        /** Whether a full queue gives up what it holds rather than keep others from their slots. */
        boolean gives() {
            return overflow == Overflow.LATEST || overflow == Overflow.DROP_OLDEST;
        }
    }

    /**
     * The slots of an output. While all its links give up old buffers the deepest queue decides; else each queue may
     * keep buffers that no other has.
     *
     * @param kind what it carries
     * @param readers its links
     * @return granted ahead + the sum of what is held + what is queued, which counts as 1 at least
     */
    public static long of(StreamKind kind, List<Reader> readers) {
        long held = readers.stream().mapToLong(Reader::maxHeld).sum();
        long queued = readers.stream().allMatch(Reader::gives)
                ? readers.stream().mapToLong(Reader::depth).max().orElse(1)
                : readers.stream().mapToLong(Reader::depth).sum() + 1;
        return ahead(kind) + held + Math.max(1, queued);
    }

    /**
     * How many slots a producer has in hand.
     *
     * @param kind what it makes
     * @return slots
     */
    public static int ahead(StreamKind kind) {
        return kind == StreamKind.DISPLAY ? 3 : 4;
    }

    /**
     * How many buffers an input keeps that does not say.
     *
     * @param kind what it takes
     * @return buffers
     */
    public static int usuallyHeld(StreamKind kind) {
        return kind == StreamKind.DISPLAY ? 2 : 4;
    }
}
