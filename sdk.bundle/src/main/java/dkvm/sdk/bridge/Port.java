// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.bridge;

import dkvm.sdk.event.StreamKind;
import java.util.Objects;

/**
 * A place where a device gives out or takes in a stream.
 *
 * @param name unique within the device and direction, {@code [a-z][a-z0-9-]*}
 * @param direction whether the device produces or consumes
 * @param kind what the stream carries
 * @param maxHeld the most shared buffers that an input holds at the same time, up to {@link #MAX_HELD}; 0: the kind's
 *            usual number, display 2, else 4. An output has 0
 */
public record Port(String name, Direction direction, StreamKind kind, int maxHeld) {
    /** The most buffers that an input may hold. */
    public static final int MAX_HELD = 64;

    /**
     * Refuses missing parts.
     *
     * @throws IllegalArgumentException if {@code maxHeld} is out of range
     */
    public Port {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(kind, "kind");
        if (maxHeld < 0 || maxHeld > (direction == Direction.IN ? MAX_HELD : 0)) {
            throw new IllegalArgumentException("port \"" + name + "\" holds " + maxHeld
                    + " buffers; an input may hold 1 to " + MAX_HELD + ", or 0 for the usual number, an output 0");
        }
    }

    /**
     * An output.
     *
     * @param name the port's name
     * @param kind what it gives out
     * @return the port
     */
    public static Port out(String name, StreamKind kind) {
        return new Port(name, Direction.OUT, kind, 0);
    }

    /**
     * An input.
     *
     * @param name the port's name
     * @param kind what it takes in
     * @return the port
     */
    public static Port in(String name, StreamKind kind) {
        return new Port(name, Direction.IN, kind, 0);
    }

    /**
     * An input of shared buffers that keeps more or fewer of them at the same time than is usual.
     *
     * @param name the port's name
     * @param kind what it takes in
     * @param maxHeld the most buffers it holds; 0: the kind's usual number
     * @return the port
     */
    public static Port in(String name, StreamKind kind, int maxHeld) {
        return new Port(name, Direction.IN, kind, maxHeld);
    }
}
