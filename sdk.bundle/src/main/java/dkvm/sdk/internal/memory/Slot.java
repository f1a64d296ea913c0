// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.wire.v1.Handle;
import java.lang.foreign.MemorySegment;

/**
 * One use of a slot.
 *
 * @param pool its pool
 * @param index which one
 * @param generation which use
 */
public record Slot(Pool pool, int index, int generation) {

    /**
     * Its beginning.
     *
     * @param length bytes, no more than a slot has
     * @return its bytes, valid while the pool is mapped
     */
    public MemorySegment bytes(long length) {
        return pool.slice(index, length);
    }

    /**
     * What names it on the wire.
     *
     * @param length bytes in use; 0 where they do not matter
     * @return a handle
     */
    public Handle handle(long length) {
        return Handle.newBuilder().setPool(pool.number()).setSlot(index).setGeneration(generation).setLength(length)
                .build();
    }

    /**
     * Whether both are uses of one slot.
     *
     * @param other another use
     * @return true if only the generation may differ
     */
    public boolean isSameAs(Slot other) {
        return pool.number() == other.pool.number() && index == other.index;
    }
}
