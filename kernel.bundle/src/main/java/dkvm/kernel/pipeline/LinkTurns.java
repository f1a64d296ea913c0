// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Tenant;
import java.util.List;
import java.util.function.Function;

/**
 * In which order the links into a device fill a write: of each is taken what there is room for; when that is used up,
 * whose turn it is comes first the next time. Guarded by the sink's lock.
 */
final class LinkTurns {
    private final LinkWriter writer;
    private final Function<String, PressedGuard> guards;
    /** Which link is served first. */
    private int turn;

    /**
     * The first link's turn.
     *
     * @param guards of the sink's ports, by name
     * @param taps who looks at what is written
     */
    LinkTurns(Function<String, PressedGuard> guards, Taps taps) {
        this.guards = guards;
        this.writer = new LinkWriter(taps);
    }

    /**
     * Fills a write.
     *
     * @param links what waits
     * @param buffer where to
     * @param reader who reads it
     * @param unacknowledged bytes that the sink has not yet taken
     * @param mayBlock whether an event larger than the device's window may be taken
     * @return bytes to write; 0 for none; -1 for none until the caller may block
     */
    int collect(List<Link> links, byte[] buffer, Tenant reader, long unacknowledged, boolean mayBlock) {
        writer.begin(buffer, reader, unacknowledged);
        int n = links.size();
        int first = turn;
        boolean full = false;
        for (int i = 0; i < n; i++) {
            int at = (first + i) % n;
            var link = links.get(at);
            int before = writer.size();
            writer.take(link, guards.apply(link.toPort), mayBlock);
            if (writer.full() && !full) {
                full = true;
                turn = writer.size() > before ? (at + 1) % n : at;
            }
        }
        return writer.size() == 0 && writer.oversize() ? -1 : writer.size();
    }

    /** Whether the last write made a place in a queue free of which no acknowledgement will say so. */
    boolean freed() {
        return writer.freed();
    }
}
