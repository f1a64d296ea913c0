// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.pipeline.Link.State;
import dkvm.kernel.pipeline.LinkQueue.Mark;

/** What becomes of an event that comes to a link: it is queued, or dropped by a rule. Guarded by the sink's lock. */
final class LinkIntake {
    private LinkIntake() {}

    static void take(Link link, Mark mark, long seq, int usage, byte[] array, int offset, int length) {
        if (link.closing) {
            return;
        }
        link.in++;
        link.bytes += length;
        if (link.state == State.DOWN) {
            link.drop(Dropped.DOWN, 1);
            return;
        }
        if (link.overflow != Overflow.BLOCK && link.queue.events() >= link.capacity) {
            link.drop(link.overflow == Overflow.LATEST ? Dropped.SKIPPED : Dropped.OVERFLOW, 1);
            if (link.overflow == Overflow.DROP_NEWEST) {
                return;
            }
            link.queue.removeOldestEvent();
        }
        link.queue.add(mark, seq, usage, array, offset, length);
    }
}
