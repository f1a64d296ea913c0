// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.config.SlotCount;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pools of one output of a device, over all its processes. Guarded by the memory's lock. */
final class OutputPools {
    final String device;
    final String port;
    final StreamKind kind;
    /** Those that are not closed. */
    final List<Pool> pools = new ArrayList<>();
    /** Who reads it, and at which port. */
    final Map<Tenant, String> readers = new LinkedHashMap<>();
    /** Who wait for slots that are being made. */
    final List<Waiting> waiting = new ArrayList<>();
    final BufferAsks asks;
    /** The process that last said what it makes. */
    @Nullable
    Tenant maker;
    /** The bytes of its buffers; 0 until it said so. */
    long slotBytes;
    /** The slots that its links need. */
    long wanted;
    /** Somebody could not map a memfd. */
    boolean inFiles;
    /** A pool is being made. */
    boolean making;

    OutputPools(String device, String port, StreamKind kind, PoolBook book, PoolWork work) {
        this.device = device;
        this.port = port;
        this.kind = kind;
        this.asks = new BufferAsks(this, book, work);
    }

    String name() {
        return device + "." + port;
    }

    /** Slots that serve the present format, mapped or about to be. */
    long capacity() {
        return pools.stream().filter(this::current).mapToLong(pool -> pool.slots).sum();
    }

    /** Slots that serve the present format and can be granted. */
    long ready() {
        return pools.stream().filter(pool -> current(pool) && pool.grants()).mapToLong(pool -> pool.slots).sum();
    }

    private boolean current(Pool pool) {
        return pool.counts() && !pool.single && pool.maker == maker && pool.slotBytes == slotBytes;
    }

    /** Whether a pool is to be made. */
    boolean lacks() {
        return makes() && capacity() < wanted;
    }

    /** Whether its links have what they need, or nobody could use it. */
    boolean serves() {
        return !makes() || ready() >= wanted;
    }

    private boolean makes() {
        return maker != null && !maker.gone && slotBytes > 0;
    }

    /** How many slots its producer is to have in hand. */
    int ahead() {
        return SlotCount.ahead(kind);
    }
}
