// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.memory.Ledger.Held;
import dkvm.kernel.memory.Ledger.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a ledger ought to do, the slow way: every hold is an entry of its own, and whatever is asked is counted anew. */
final class NaiveLedger {
    private record Hold(SlotRef use, Holder holder, long since) {}

    private final Map<Integer, Integer> pools = new TreeMap<>();
    /** The last use of each slot that was ever granted, by pool and slot. */
    private final Map<List<Integer>, SlotRef> uses = new HashMap<>();
    private final Map<SlotRef, Holder> grants = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();

    void add(int pool, int slots) {
        pools.put(pool, slots);
    }

    void remove(int pool) {
        pools.remove(pool);
        uses.keySet().removeIf(slot -> slot.getFirst() == pool);
    }

    Set<Integer> pools() {
        return pools.keySet();
    }

    /** Which slot, is the ledger's choice. */
    void granted(SlotRef ref, Holder producer) {
        var slot = List.of(ref.pool(), ref.slot());
        int before = Optional.ofNullable(uses.get(slot)).map(SlotRef::generation).orElse(0);
        if (inUse(slot) || ref.slot() < 0 || ref.slot() >= slots(ref.pool()) || ref.generation() != before + 1) {
            throw new AssertionError(ref + " was granted, after " + uses.get(slot));
        }
        uses.put(slot, ref);
        grants.put(ref, producer);
    }

    private boolean inUse(List<Integer> slot) {
        var use = uses.get(slot);
        return grants.containsKey(use) || holds.stream().anyMatch(hold -> hold.use().equals(use));
    }

    Outcome publish(SlotRef ref, Holder producer, List<Holder> consumers, long now) {
        return checked(ref, grants.get(ref) == producer, () -> {
            grants.remove(ref);
            consumers.forEach(consumer -> hold(ref, consumer, now));
        });
    }

    Outcome share(SlotRef ref, Holder among, Holder to, long now) {
        return checked(ref, has(ref, among), () -> hold(ref, to, now));
    }

    Outcome give(SlotRef ref, Holder from, Holder to, long now) {
        return checked(ref, has(ref, from), () -> {
            if (from != to) {
                drop(ref, from);
                hold(ref, to, now);
            }
        });
    }

    Outcome release(SlotRef ref, Holder holder) {
        return checked(ref, grants.get(ref) == holder || has(ref, holder), () -> {
            if (!grants.remove(ref, holder)) {
                drop(ref, holder);
            }
        });
    }

    private Outcome checked(SlotRef ref, boolean allowed, Runnable change) {
        if (!pools.containsKey(ref.pool())) {
            return Outcome.UNKNOWN_POOL;
        }
        if (!ref.equals(uses.get(List.of(ref.pool(), ref.slot())))) {
            return Outcome.STALE_HANDLE;
        }
        if (!allowed) {
            return Outcome.NOT_HELD;
        }
        change.run();
        return inUse(List.of(ref.pool(), ref.slot())) ? Outcome.OK : Outcome.FREED;
    }

    Set<SlotRef> releaseAll(Holder holder) {
        var before = inUse();
        grants.values().removeIf(producer -> producer == holder);
        holds.removeIf(hold -> hold.holder() == holder);
        before.removeAll(inUse());
        return before;
    }

    int revoke(int pool, Holder producer) {
        int before = grants.size();
        grants.entrySet().removeIf(grant -> grant.getKey().pool() == pool && grant.getValue() == producer);
        return before - grants.size();
    }

    private Set<SlotRef> inUse() {
        var all = new HashSet<>(grants.keySet());
        holds.forEach(hold -> all.add(hold.use()));
        return all;
    }

    private void hold(SlotRef ref, Holder holder, long now) {
        long since = holds.stream().filter(hold -> hold.use().equals(ref) && hold.holder() == holder)
                .mapToLong(Hold::since).findFirst().orElse(now);
        holds.add(new Hold(ref, holder, since));
    }

    private void drop(SlotRef ref, Holder holder) {
        for (int i = 0; i < holds.size(); i++) {
            if (holds.get(i).use().equals(ref) && holds.get(i).holder() == holder) {
                Collections.swap(holds, i, holds.size() - 1);
                holds.removeLast();
                return;
            }
        }
    }

    boolean has(SlotRef ref, Holder holder) {
        return holds.stream().anyMatch(hold -> hold.use().equals(ref) && hold.holder() == holder);
    }

    boolean isGranted(SlotRef ref, Holder holder) {
        return grants.get(ref) == holder;
    }

    int slots(int pool) {
        return pools.getOrDefault(pool, 0);
    }

    int free(int pool) {
        return slots(pool) - granted(pool) - published(pool);
    }

    int granted(int pool) {
        return (int) grants.keySet().stream().filter(ref -> ref.pool() == pool).count();
    }

    int published(int pool) {
        return (int) holds.stream().map(Hold::use).filter(ref -> ref.pool() == pool).distinct().count();
    }

    int held(Holder holder, int pool) {
        return (int) holds.stream().filter(hold -> hold.holder() == holder && hold.use().pool() == pool)
                .map(Hold::use).distinct().count();
    }

    List<Held> holders(int pool) {
        return holds.stream().filter(hold -> hold.use().pool() == pool).map(Hold::holder).distinct()
                .map(holder -> new Held(holder, held(holder, pool),
                        holds.stream().filter(hold -> hold.holder() == holder && hold.use().pool() == pool)
                                .mapToLong(Hold::since).min().orElseThrow()))
                .toList();
    }
}
