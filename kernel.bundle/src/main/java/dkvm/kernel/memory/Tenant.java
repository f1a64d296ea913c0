// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.sdk.wire.v1.Envelope;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A process of a device as the memory knows it: it makes and reads pools, and holds slots. Guarded by the memory's lock. */
public final class Tenant {
    /** So often a process may speak of what it does not hold before it is ended. */
    static final int MAX_STRIKES = 16;

    final String device;
    final Holder holder;
    /** Puts a message behind others; never blocks, calls nobody. */
    final Consumer<Envelope> way;
    /** The bytes its pools may take; empty: the kernel's limit alone. */
    final OptionalLong limit;
    boolean gone;
    int strikes;

    /**
     * A device's process has begun.
     *
     * @param device the device's id
     * @param limit the bytes its pools may take; empty: the kernel's limit alone
     * @param way puts a message behind others on the way to it; must not block or call anybody
     */
    public Tenant(String device, OptionalLong limit, Consumer<Envelope> way) {
        this.device = device;
        this.holder = new Holder(device, "process");
        this.limit = limit;
        this.way = way;
    }
}
