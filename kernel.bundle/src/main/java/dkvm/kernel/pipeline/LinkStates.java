// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.pipeline.Link.State;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import java.util.concurrent.TimeUnit;

/** The rules of a link's state: when it is HELD, goes DOWN, and is UP again. Guarded by the sink's lock. */
final class LinkStates {
    /** So long a sink may take nothing from a full queue, or not be RUNNING. */
    static final long DOWN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** So long a sink may take to run for the first time. */
    static final long FIRST_START_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A sink that took nothing for so long is shown as holding its link. */
    static final long HELD_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private LinkStates() {}

    /**
     * Looks again at a link.
     *
     * @param link the link
     * @param open whether the sink's device is RUNNING
     * @param everOpen whether it ever was
     * @param takes whether the sink has taken something since the last look, or has nothing to take
     * @param elapsedNanos since the last look, as far as the kernel was awake
     */
    static void look(Link link, boolean open, boolean everOpen, boolean takes, long elapsedNanos) {
        boolean stuck = !open || !link.queue.isEmpty() || !link.inFlight.isEmpty();
        link.stalledNanos = stuck ? link.stalledNanos + elapsedNanos : 0;
        boolean full = !open || link.full();
        long patience = open || everOpen ? DOWN_AFTER_NANOS : FIRST_START_NANOS;
        if (link.state == State.DOWN) {
            if (open && takes && link.waiting() == 0 && link.inFlight.isEmpty()) {
                link.state = State.UP;
            }
        } else if (stuck && full && link.stalledNanos >= patience) {
            down(link);
        } else {
            link.state = !open || link.stalledNanos >= HELD_AFTER_NANOS ? State.HELD : State.UP;
        }
    }

    /** Drops what waits; releases what is down; nothing is delivered late. Marks stay. */
    static void down(Link link) {
        link.state = State.DOWN;
        link.releasing = true;
        link.forgetPicture();
        var queue = link.queue;
        int entries = queue.entries();
        for (int i = 0; i < entries; i++) {
            var mark = queue.mark();
            long seq = queue.seq();
            int usage = queue.usage();
            if (mark == Mark.CARRIED) {
                link.dropFirst(Dropped.DOWN, queue.carried());
                queue.remove();
            } else if (queue.length() > 0) {
                link.drop(Dropped.DOWN, 1);
                queue.remove();
            } else {
                queue.remove();
                if (mark != Mark.RELEASE) {
                    queue.add(mark, seq, usage);
                }
            }
        }
    }
}
