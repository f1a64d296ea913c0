// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.memory.Ledger.Held;
import dkvm.kernel.memory.Ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slots of one pool. Guarded by the ledger's lock. */
final class SlotTable {
    private final int pool;
    private final Slot[] slots;
    /** Free slots, the one to grant next last. */
    private final int[] free;
    /** Who holds how many of the published slots. */
    private final Holds published = new Holds();
    private int freeCount;
    private int grantedCount;

    SlotTable(int pool, int slots) {
        this.pool = pool;
        this.slots = new Slot[slots];
        free = new int[slots];
        for (int i = 0; i < slots; i++) {
            this.slots[i] = new Slot();
            free[freeCount++] = slots - 1 - i;
        }
    }

    int slots() {
        return slots.length;
    }

    int free() {
        return freeCount;
    }

    int granted() {
        return grantedCount;
    }

    int published() {
        return slots.length - freeCount - grantedCount;
    }

    int held(Holder holder) {
        return (int) published.count(holder);
    }

    List<Held> holders() {
        var all = new ArrayList<Held>();
        for (int i = 0; i < published.size(); i++) {
            var holder = published.holder(i);
            all.add(new Held(holder, held(holder), oldest(holder)));
        }
        return all;
    }

    private long oldest(Holder holder) {
        boolean any = false;
        long oldest = 0;
        for (var slot : slots) {
            if (slot.holds().has(holder)) {
                long since = slot.holds().since(holder);
                oldest = any && oldest - since < 0 ? oldest : since;
                any = true;
            }
        }
        return oldest;
    }

    boolean has(SlotRef ref, Holder holder) {
        var slot = find(ref);
        return slot != null && (slot.isGrantedTo(holder) || slot.holds().has(holder));
    }

    @Nullable
    SlotRef grant(Holder producer) {
        if (freeCount == 0) {
            return null;
        }
        int index = free[--freeCount];
        slots[index].grant(producer);
        grantedCount++;
        return ref(index);
    }

    Outcome publish(SlotRef ref, Holder producer, List<Holder> consumers, long now) {
        var slot = find(ref);
        if (slot == null) {
            return Outcome.STALE_HANDLE;
        }
        if (!slot.isGrantedTo(producer)) {
            return Outcome.NOT_HELD;
        }
        for (int i = 0; i < consumers.size(); i++) {
            hold(slot, consumers.get(i), now);
        }
        return endGrant(ref.slot());
    }

    /** Whoever has a hold lets another have one, or takes one more. */
    Outcome share(SlotRef ref, Holder among, Holder to, long now) {
        var slot = find(ref);
        if (slot == null) {
            return Outcome.STALE_HANDLE;
        }
        if (!slot.holds().has(among)) {
            return Outcome.NOT_HELD;
        }
        hold(slot, to, now);
        return Outcome.OK;
    }

    Outcome give(SlotRef ref, Holder from, Holder to, long now) {
        var outcome = share(ref, from, to, now);
        return outcome == Outcome.OK ? release(ref, from) : outcome;
    }

    Outcome release(SlotRef ref, Holder holder) {
        var slot = find(ref);
        if (slot == null) {
            return Outcome.STALE_HANDLE;
        }
        if (slot.isGrantedTo(holder)) {
            return endGrant(ref.slot());
        }
        if (!slot.holds().has(holder)) {
            return Outcome.NOT_HELD;
        }
        if (slot.holds().drop(holder)) {
            published.drop(holder);
        }
        return freed(ref.slot());
    }

    /** Whatever a holder has is its no more; adds the slots that are free by that. */
    void releaseAll(Holder holder, List<SlotRef> freed) {
        for (int i = 0; i < slots.length; i++) {
            var slot = slots[i];
            if (slot.isGrantedTo(holder)) {
                endGrant(i);
                freed.add(ref(i));
            } else if (slot.holds().dropAll(holder)) {
                published.drop(holder);
                if (freed(i) == Outcome.FREED) {
                    freed.add(ref(i));
                }
            }
        }
    }

    int revoke(Holder producer) {
        int revoked = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].isGrantedTo(producer)) {
                endGrant(i);
                revoked++;
            }
        }
        return revoked;
    }

    private void hold(Slot slot, Holder holder, long now) {
        if (slot.holds().add(holder, now)) {
            published.add(holder, now);
        }
    }

    private Outcome endGrant(int index) {
        slots[index].endGrant();
        grantedCount--;
        return freed(index);
    }

    private Outcome freed(int index) {
        if (!slots[index].isFree()) {
            return Outcome.OK;
        }
        free[freeCount++] = index;
        return Outcome.FREED;
    }

    /** The slot in this very use; a slot that was never granted has generation 0, which is none. */
    private @Nullable Slot find(SlotRef ref) {
        int index = ref.slot();
        if (index < 0 || index >= slots.length || ref.generation() == 0) {
            return null;
        }
        return slots[index].generation() == ref.generation() ? slots[index] : null;
    }

    private SlotRef ref(int index) {
        return new SlotRef(pool, index, slots[index].generation());
    }
}
