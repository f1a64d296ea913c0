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
 */
public record Port(String name, Direction direction, StreamKind kind) {
    /** Refuses missing parts. */
    public Port {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * An output.
     *
     * @param name the port's name
     * @param kind what it gives out
     * @return the port
     */
    public static Port out(String name, StreamKind kind) {
        return new Port(name, Direction.OUT, kind);
    }

    /**
     * An input.
     *
     * @param name the port's name
     * @param kind what it takes in
     * @return the port
     */
    public static Port in(String name, StreamKind kind) {
        return new Port(name, Direction.IN, kind);
    }
}
