// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.event.FrameFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is missing in each slot of the picture that was sent last: the union of what was sent since the slot was filled.
 * For one format and one activation; for one thread at a time.
 */
public final class BufferAge {
    private record Key(int pool, int index) {
        static Key of(Slot slot) {
            return new Key(slot.pool().number(), slot.index());
        }
    }

    private final Damage all;
    /** By slot; those not in it hold nothing of use. */
    private final Map<Key, Damage> missing = new HashMap<>();
    private Optional<Slot> newest = Optional.empty();

    /**
     * Nothing is filled yet.
     *
     * @param format the format of all pictures
     */
    public BufferAge(FrameFormat format) {
        this.all = Damage.all(format);
    }

    /**
     * The slot with the picture that was sent last.
     *
     * @return a slot that nobody writes; empty: none was sent, or somebody draws over it
     */
    public Optional<Slot> newest() {
        return newest;
    }

    /**
     * Whether others are copied from a slot.
     *
     * @param slot a slot
     * @return true if it holds the picture that was sent last
     */
    public boolean isNewest(Slot slot) {
        return newest.filter(slot::isSameAs).isPresent();
    }

    /**
     * What a slot lacks of the picture that was sent last.
     *
     * @param slot a slot
     * @return all, if it holds nothing of use
     */
    public Damage missing(Slot slot) {
        return missing.getOrDefault(Key.of(slot), all);
    }

    /**
     * Somebody draws in the slot from now on.
     *
     * @param slot a slot
     * @param current whether it holds the picture that was sent last, or will before it is sent
     */
    public void opened(Slot slot, boolean current) {
        missing.put(Key.of(slot), current ? Damage.NONE : all);
        if (isNewest(slot)) {
            newest = Optional.empty();
        }
    }

    /**
     * Nobody draws in the slot any more, and who did may have left anything there.
     *
     * @param slot a slot
     */
    public void closed(Slot slot) {
        missing.remove(Key.of(slot));
    }

    /**
     * The picture in the slot was sent.
     *
     * @param slot a slot that was opened
     * @param drawn what its author says that differs from the picture sent last, as it was when he began
     * @return what differs from the picture that was sent last
     */
    public Damage sent(Slot slot, Damage drawn) {
        var key = Key.of(slot);
        var differs = drawn.plus(missing.getOrDefault(key, all));
        missing.replaceAll((_, lacks) -> lacks.plus(differs));
        missing.put(key, Damage.NONE);
        newest = Optional.of(slot);
        return differs;
    }
}
