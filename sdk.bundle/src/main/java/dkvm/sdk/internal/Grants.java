// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.internal.memory.Pool;
import dkvm.sdk.internal.memory.Slot;
import dkvm.sdk.wire.v1.Loop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The slots that the kernel has granted to an output and in which nobody draws yet. The I/O thread adds, the author's
 * thread takes and waits; the lock is never held for long.
 *
 * <p>A call that changes the format voids what was granted before. Nothing on the wire says which grants the kernel had
 * sent by then: those that come before the answer, of a pool that was there before the call, are doubtful. They are
 * dropped as soon as there is a pool for the new format, and used only if nothing else comes for long.
 */
final class Grants {
    private static final long DOUBT_NS = 2_000_000_000;

    private final WireOut out;
    private final LoopState loop;
    /** Guarded by this. */
    private final List<Slot> slots = new ArrayList<>();
    /** Guarded by this. */
    private final List<Slot> doubtful = new ArrayList<>();
    /** Guarded by this: the pools that were added since the last change of format. */
    private final Set<Pool> fresh = new HashSet<>();
    /** Guarded by this: whether a change of format has no answer yet. */
    private boolean changing;
    /** Guarded by this: how often there was something new. */
    private long changes;

    Grants(WireOut out, LoopState loop) {
        this.out = out;
        this.loop = loop;
    }

    /** The output has got a pool. */
    synchronized void added(Pool pool) {
        fresh.add(pool);
    }

    /** The kernel has granted a slot; what it had granted of the same slot before is void. */
    synchronized void add(Slot slot) {
        doubtful.removeIf(slot::isSameAs);
        slots.removeIf(slot::isSameAs);
        if (fresh.contains(slot.pool())) {
            doubtful.clear();
        }
        (changing && !fresh.contains(slot.pool()) ? doubtful : slots).add(slot);
        wake();
    }

    /** A change of format is about to be asked for: what is here is void. */
    synchronized void change() {
        slots.clear();
        doubtful.clear();
        fresh.clear();
        changing = true;
    }

    /** The change of format has been answered. */
    synchronized void changed() {
        changing = false;
        if (!fresh.isEmpty()) {
            doubtful.clear();
        }
    }

    /** The kernel has no more use for a pool. */
    synchronized void retired(Pool pool) {
        fresh.remove(pool);
        slots.removeIf(slot -> slot.pool().equals(pool));
        doubtful.removeIf(slot -> slot.pool().equals(pool));
    }

    /** Those who wait look again. */
    synchronized void wake() {
        changes++;
        notifyAll();
    }

    synchronized long changes() {
        return changes;
    }

    /**
     * Takes the best slot. Its pool is acquired.
     *
     * @param fits those that do not are forgotten: they were granted for another format
     * @param order the least is taken
     */
    synchronized Optional<Slot> take(Predicate<Slot> fits, Comparator<Slot> order) {
        slots.removeIf(fits.negate());
        while (!slots.isEmpty()) {
            var best = slots.stream().min(order).orElseThrow();
            slots.remove(best);
            if (best.pool().acquire()) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }

    /** Waits for something new, as long as it is wanted. */
    void await(long seen, BooleanSupplier wanted) throws InterruptedException {
        out.flush();
        loop.enter(Loop.WAITING_CREDIT);
        try {
            awaitChange(seen, wanted);
        } finally {
            loop.enter(Loop.RUNNING);
        }
    }

    private synchronized void awaitChange(long seen, BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + DOUBT_NS;
        while (changes == seen && wanted.getAsBoolean()) {
            if (doubtful.isEmpty()) {
                wait();
            } else if (end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
            } else {
                slots.addAll(doubtful);
                doubtful.clear();
                return;
            }
        }
    }
}
