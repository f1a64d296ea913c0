// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which slot of which pool. A slot is FREE, GRANTED to one producer, or PUBLISHED, which it is until the last
 * hold on it is dropped. Holds are counted by holder and slot: each is released by itself. What is refused changes
 * nothing. No threads, no clock, no input or output: guarded by its caller's lock; times are {@link System#nanoTime()}
 * values.
 */
final class Ledger {
    /** What became of a request. */
    enum Outcome {
        /** Done. */
        OK,
        /** Done, and the slot is FREE by it. */
        FREED,
        /** There is no such use of that slot, now. */
        STALE_HANDLE,
        /** There is, but not in the hands of who asked. */
        NOT_HELD,
        /** There is no such pool. */
        UNKNOWN_POOL
    }

    /**
     * What one has of the published slots of a pool.
     *
     * @param holder who
     * @param slots how many slots, however often each
     * @param oldestNanos since when it has the one it has longest: a time, not an age
     */
    record Held(Holder holder, int slots, long oldestNanos) {}

    /** The numbers of the pools, and their slots at the same places: there are few, and a map would allocate. */
    private int[] numbers = new int[8];
    private @Nullable SlotTable[] tables = new @Nullable SlotTable[8];
    private int pools;
    /** Where a pool was found last: what follows is mostly about the same. */
    private int last;

    /** A new pool, all of it FREE. */
    void add(int pool, int slots) {
        if (slots < 1 || knows(pool)) {
            throw new IllegalArgumentException(
                    "pool " + pool + " of " + slots + " slots " + (slots < 1 ? "is empty" : "is there already"));
        }
        if (pools == numbers.length) {
            numbers = Arrays.copyOf(numbers, pools * 2);
            tables = Arrays.copyOf(tables, pools * 2);
        }
        numbers[pools] = pool;
        tables[pools] = new SlotTable(pool, slots);
        pools++;
    }

    /** Forgets a pool; only when all of it is FREE. */
    void remove(int pool) {
        if (!knows(pool) || free(pool) < slots(pool)) {
            throw new IllegalStateException("pool " + pool + " is "
                    + (knows(pool) ? "in use: " + granted(pool) + " granted, " + holders(pool) : "not there"));
        }
        int i = index(pool);
        pools--;
        numbers[i] = numbers[pools];
        tables[i] = tables[pools];
        tables[pools] = null;
    }

    boolean knows(int pool) {
        return index(pool) >= 0;
    }

    /**
     * Grants a free slot, the one that became free last: it is the likeliest to be in the processor's caches, and the
     * least has to be copied into it to make it like the newest picture. Slots have no claims of their own, so those
     * that stay at the bottom miss nothing.
     *
     * @return the slot with its new generation; null when none is free
     */
    @Nullable
    SlotRef grant(int pool, Holder producer, long now) {
        var table = table(pool);
        return table == null ? null : table.grant(producer);
    }

    /** Turns a grant into one hold for each consumer, as often as it is named; without any the slot is free. */
    Outcome publish(SlotRef ref, Holder producer, List<Holder> consumers, long now) {
        var table = table(ref.pool());
        return table == null ? Outcome.UNKNOWN_POOL : table.publish(ref, producer, consumers, now);
    }

    /** One more hold for one who has one. */
    Outcome retain(SlotRef ref, Holder holder, long now) {
        return share(ref, holder, holder, now);
    }

    /** One hold changes hands. */
    Outcome give(SlotRef ref, Holder from, Holder to, long now) {
        var table = table(ref.pool());
        return table == null ? Outcome.UNKNOWN_POOL : table.give(ref, from, to, now);
    }

    /** One more hold, for another than the one who has one. */
    Outcome share(SlotRef ref, Holder among, Holder to, long now) {
        var table = table(ref.pool());
        return table == null ? Outcome.UNKNOWN_POOL : table.share(ref, among, to, now);
    }

    /** Drops one hold, or gives back a grant that is not needed. */
    Outcome release(SlotRef ref, Holder holder) {
        var table = table(ref.pool());
        return table == null ? Outcome.UNKNOWN_POOL : table.release(ref, holder);
    }

    /** Drops all holds and grants of one who is gone; answers the slots that are FREE by it. */
    List<SlotRef> releaseAll(Holder holder) {
        var freed = new ArrayList<SlotRef>();
        for (int i = 0; i < pools; i++) {
            Objects.requireNonNull(tables[i]).releaseAll(holder, freed);
        }
        return freed;
    }

    /** Takes back what is granted and not published; answers how many slots. */
    int revoke(int pool, Holder producer) {
        var table = table(pool);
        return table == null ? 0 : table.revoke(producer);
    }

    /** Slots that nobody has; 0 in an unknown pool, as all that is counted here. */
    int free(int pool) {
        var table = table(pool);
        return table == null ? 0 : table.free();
    }

    int granted(int pool) {
        var table = table(pool);
        return table == null ? 0 : table.granted();
    }

    int published(int pool) {
        var table = table(pool);
        return table == null ? 0 : table.published();
    }

    int slots(int pool) {
        var table = table(pool);
        return table == null ? 0 : table.slots();
    }

    /** How many published slots of a pool one holds, each counted once. */
    int held(Holder holder, int pool) {
        var table = table(pool);
        return table == null ? 0 : table.held(holder);
    }

    /** Whether one has a hold on it, or the grant of it: what it could release. */
    boolean holds(SlotRef ref, Holder holder) {
        var table = table(ref.pool());
        return table != null && table.has(ref, holder);
    }

    /** Who holds published slots of a pool, in no order. */
    List<Held> holders(int pool) {
        var table = table(pool);
        return table == null ? List.of() : table.holders();
    }

    private @Nullable SlotTable table(int pool) {
        int i = index(pool);
        return i < 0 ? null : tables[i];
    }

    private int index(int pool) {
        if (last < pools && numbers[last] == pool) {
            return last;
        }
        for (int i = pools - 1; i >= 0; i--) {
            if (numbers[i] == pool) {
                last = i;
                return i;
            }
        }
        return -1;
    }
}
