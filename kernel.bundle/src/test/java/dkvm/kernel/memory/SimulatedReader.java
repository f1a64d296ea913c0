// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.SlotCount.Reader;
import dkvm.kernel.memory.Ledger.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A link with its queue, and the process behind it. */
final class SimulatedReader {
    private final Ledger ledger;
    private final Reader link;
    private final Holder queue = new Holder("kernel", "queue");
    private final Deque<SlotRef> queued = new ArrayDeque<>();
    /** What the process holds, as often as it holds it. */
    private final List<SlotRef> holds = new ArrayList<>();
    private Holder process = new Holder("sink", "process");

    SimulatedReader(Ledger ledger, Reader link) {
        this.ledger = ledger;
        this.link = link;
    }

    Reader link() {
        return link;
    }

    Holder queue() {
        return queue;
    }

    private boolean full() {
        return queued.size() >= link.depth();
    }

    /** Whether its source has to wait. */
    boolean blocks() {
        return full() && link.overflow() == Overflow.BLOCK;
    }

    /** Whether it takes the next buffer, if need be for an older one. */
    boolean takes() {
        return !full() || link.overflow() != Overflow.DROP_NEWEST;
    }

    void add(SlotRef ref) {
        if (full()) {
            done(ledger.release(queued.removeFirst(), queue));
        }
        queued.addLast(ref);
    }

    /** Writes a buffer, if the process holds fewer than it may. */
    boolean deliver() {
        if (queued.isEmpty() || holds.stream().distinct().count() >= link.maxHeld()) {
            return false;
        }
        var ref = queued.removeFirst();
        done(ledger.give(ref, queue, process, 0));
        return holds.add(ref);
    }

    void release(Random random) {
        if (!holds.isEmpty()) {
            done(ledger.release(holds.remove(random.nextInt(holds.size())), process));
        }
    }

    void retain(Random random) {
        if (!holds.isEmpty()) {
            var ref = holds.get(random.nextInt(holds.size()));
            done(ledger.retain(ref, process, 0));
            holds.add(ref);
        }
    }

    /** Its process is killed and another comes, which gets the newest buffer instead of what waited. */
    void restart(@Nullable SlotRef newest, Holder kept) {
        ledger.releaseAll(process);
        ledger.releaseAll(queue);
        process = new Holder("sink", "next process");
        holds.clear();
        queued.clear();
        if (newest != null) {
            done(ledger.share(newest, kept, queue, 0));
            queued.addLast(newest);
        }
    }

    private static void done(Outcome outcome) {
        if (outcome != Outcome.OK && outcome != Outcome.FREED) {
            throw new AssertionError("a legal step was refused: " + outcome);
        }
    }
}
