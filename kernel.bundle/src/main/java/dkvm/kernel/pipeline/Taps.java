// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at the inputs of a device, or at its outputs. Those who move events ask once a batch, and mostly learn that
 * nobody does.
 */
final class Taps {
    /** Replaced, never changed; null: nobody looks, which is the cheapest to ask. */
    private volatile @Nullable List<Tap> open;

    /** Those that are open; null: none is. */
    @Nullable
    List<Tap> open() {
        return open;
    }

    Tap open(String port) {
        var tap = new Tap(port, this::close);
        synchronized (this) {
            open = Stream.concat(all(), Stream.of(tap)).toList();
        }
        return tap;
    }

    private synchronized void close(Tap tap) {
        var left = all().filter(other -> !other.equals(tap)).toList();
        open = left.isEmpty() ? null : left;
    }

    private Stream<Tap> all() {
        var now = open;
        return now == null ? Stream.empty() : now.stream();
    }

    /** An event passes a port: its bytes with their length before them. */
    static void pass(List<Tap> taps, String port, byte[] array, int start, int length) {
        for (var tap : taps) {
            tap.pass(port, array, start, length);
        }
    }
}
