// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.event.StreamKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to an event when the queue of its link is full. */
public enum Overflow {
    /** The source waits. */
    BLOCK,
    /** Motion is merged into motion that waits last in the queue; buttons wait. */
    COALESCE,
    /** Only the newest is kept: the capacity is 1. */
    LATEST,
    /** The oldest that waits is dropped. */
    DROP_OLDEST,
    /** The new one is dropped. */
    DROP_NEWEST;

    /**
     * The name in the configuration file.
     *
     * @return lower case with hyphens, such as {@code drop-oldest}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name of the configuration file.
     *
     * @param id such as {@code drop-oldest}
     * @return what it names, if it names anything
     */
    public static Optional<Overflow> of(String id) {
        return Arrays.stream(values()).filter(overflow -> overflow.id().equals(id)).findFirst();
    }

    /**
     * What links of a kind may do.
     *
     * @param kind what the link carries
     * @return what is allowed, the default first
     */
    public static List<Overflow> allowed(StreamKind kind) {
        return switch (kind) {
            case KEYBOARD -> List.of(BLOCK);
            case POINTER -> List.of(COALESCE, BLOCK);
            case DISPLAY -> List.of(LATEST, BLOCK, DROP_NEWEST);
            case AUDIO -> List.of(DROP_OLDEST, DROP_NEWEST, BLOCK);
            case DATA -> List.of(BLOCK, DROP_OLDEST, DROP_NEWEST);
        };
    }

    /**
     * What links of a kind do when nothing is said.
     *
     * @param kind what the link carries
     * @return the default
     */
    public static Overflow defaultOf(StreamKind kind) {
        return allowed(kind).getFirst();
    }

    /**
     * How many events the queue of a link holds when nothing is said.
     *
     * @param kind what the link carries
     * @return events, frames (display) or periods (audio)
     */
    public static int defaultCapacity(StreamKind kind) {
        return switch (kind) {
            case KEYBOARD -> 4096;
            case POINTER -> 256;
            case DISPLAY -> 1;
            case AUDIO -> 6;
            case DATA -> 64;
        };
    }
}
