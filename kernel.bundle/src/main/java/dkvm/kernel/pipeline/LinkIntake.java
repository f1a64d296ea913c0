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
        if (makesRoom(link)) {
            link.queue.add(mark, seq, usage, array, offset, length);
        } else {
            link.dropLast(Dropped.OVERFLOW, null);
        }
    }

    /** An event that carries a buffer, of which the link has a hold. */
    static void take(Link link, Carried event) {
        if (link.closing) {
            link.letGo(event);
            return;
        }
        link.in++;
        link.bytes += event.bytes();
        if (event.seq() != link.lastSeq + 1) {
            // The link came meanwhile, or nobody got the one before.
            link.missedLast = Damage.EVERYWHERE;
        }
        link.lastSeq = event.seq();
        if (link.state == State.DOWN) {
            link.dropLast(Dropped.DOWN, event);
        } else if (makesRoom(link)) {
            link.queue.add(event.after(link.missedLast));
            link.missedLast = Damage.NOWHERE;
        } else {
            link.dropLast(Dropped.OVERFLOW, event);
        }
    }

    /** Whether an event can be queued; the oldest one may have to go for it. */
    private static boolean makesRoom(Link link) {
        if (link.overflow == Overflow.BLOCK || link.queue.events() < link.capacity) {
            return true;
        }
        if (link.overflow == Overflow.DROP_NEWEST) {
            return false;
        }
        link.dropFirst(link.overflow == Overflow.LATEST ? Dropped.SKIPPED : Dropped.OVERFLOW,
                link.queue.removeOldestEvent());
        return true;
    }
}
