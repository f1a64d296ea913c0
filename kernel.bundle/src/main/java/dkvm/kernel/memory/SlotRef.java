// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/**
 * One use of a slot, from its grant until it is free again. Whether there is such a use, the ledger knows.
 *
 * @param pool the pool's number, from 1
 * @param slot the slot's number in its pool, from 0
 * @param generation which use of that slot, from 1; unsigned
 */
public record SlotRef(int pool, int slot, int generation) {
    @Override
    public String toString() {
        return Integer.toUnsignedString(pool) + "/" + Integer.toUnsignedString(slot) + "/"
                + Integer.toUnsignedString(generation);
    }
}
