// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams that come in, by number. I/O thread. */
final class InStreams {
    private final ArrayList<InStream> open = new ArrayList<>();

    void add(InStream stream) {
        var same = find(stream.number);
        if (same != null) {
            open.remove(same);
        }
        open.add(stream);
    }

    /**
     * A stream.
     *
     * @throws WireException if there is none of this number
     */
    InStream get(int number) throws WireException {
        var stream = find(number);
        if (stream != null) {
            return stream;
        }
        throw new WireException("stream " + Integer.toUnsignedString(number) + " is not open");
    }

    @Nullable
    InStream find(int number) {
        for (int i = 0; i < open.size(); i++) {
            var stream = open.get(i);
            if (stream.number == number) {
                return stream;
            }
        }
        return null;
    }

    void remove(InStream stream) {
        open.remove(stream);
    }

    void clear() {
        open.clear();
    }

    List<InStream> all() {
        return List.copyOf(open);
    }
}
