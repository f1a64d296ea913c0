// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import org.jspecify.annotations.Nullable;

/**
 * One slot: GRANTED while it has a producer, PUBLISHED while it has holds, else FREE. Guarded by the ledger's lock.
 */
final class Slot {
    private final Holds holds = new Holds();
    private int generation;
    private @Nullable Holder producer;

    /** Holds on what is published. */
    Holds holds() {
        return holds;
    }

    int generation() {
        return generation;
    }

    boolean isFree() {
        return producer == null && holds.size() == 0;
    }

    boolean isGrantedTo(Holder holder) {
        return producer == holder;
    }

    /** A free slot gets a producer, and a new generation. */
    void grant(Holder to) {
        generation = next(generation);
        producer = to;
    }

    /** The producer has it no more. */
    void endGrant() {
        producer = null;
    }

    /** The generation behind another: unsigned, and never 0, which on the wire means none. */
    static int next(int generation) {
        return generation == -1 ? 1 : generation + 1;
    }
}
