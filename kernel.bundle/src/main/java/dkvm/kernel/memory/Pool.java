// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolRetired;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pool from its making until its file is closed. The kernel never maps it. Guarded by the memory's lock. */
final class Pool {
    /** How far it has come. */
    enum State {
        /** Its producer was asked to map it. */
        OFFERED,
        /** Mapped and sealed: its slots are granted. */
        LIVE,
        /** Nothing of it is granted any more; what is published still goes to its readers. */
        DRAINING,
        /** Nobody holds a slot: those who were told of it are to unmap it. */
        RETIRED
    }

    /** What a process made of being told. */
    enum Mapping {
        /** It has not answered. */
        ASKED,
        /** It has mapped the pool. */
        MAPPED,
        /** It cannot. */
        UNABLE
    }

    final int id;
    final PoolFile file;
    final OutputPools output;
    final Tenant maker;
    final long slotBytes;
    final int slots;
    /** Made for one buffer of a size of its own. */
    final boolean single;
    State state = State.OFFERED;
    /** Those who know its path and have not said that they are done with it: so long its file is open. */
    final Map<Tenant, Mapping> told = new LinkedHashMap<>();

    Pool(int id, PoolFile file, OutputPools output, Tenant maker, long slotBytes, int slots, boolean single) {
        this.id = id;
        this.file = file;
        this.output = output;
        this.maker = maker;
        this.slotBytes = slotBytes;
        this.slots = slots;
        this.single = single;
    }

    /** Whether slots may be granted by and by. */
    boolean grants() {
        return state == State.LIVE && !single;
    }

    /** Whether its output goes on with it: not with one that is being given up. */
    boolean counts() {
        return state == State.OFFERED || state == State.LIVE;
    }

    /**
     * Whether it counts against limits, and somebody who cannot map it will miss something: of one that is being given up,
     * or whose process has handed its output over to another, it does not matter. One for a single buffer is in use to its
     * end.
     */
    boolean matters() {
        return (counts() && (single || maker == output.maker)) || (single && state == State.DRAINING);
    }

    long bytes() {
        return slotBytes * slots;
    }

    /** Tells a process of the pool, once. */
    void tell(Tenant tenant, Access access, String port) {
        if (!tenant.gone && told.putIfAbsent(tenant, Mapping.ASKED) == null) {
            tenant.way.accept(Envelope.newBuilder()
                    .setPoolAdded(PoolAdded.newBuilder().setPool(id).setPath(file.path()).setInode(file.inode())
                            .setBytes(file.bytes()).setSlotBytes(slotBytes).setSlots(slots).setAccess(access)
                            .setPort(port))
                    .build());
        }
    }

    /** Has all who were told unmap it. */
    void retire() {
        state = State.RETIRED;
        told.entrySet().removeIf(entry -> entry.getValue() == Mapping.UNABLE);
        told.keySet().forEach(tenant -> tenant.way
                .accept(Envelope.newBuilder().setPoolRetired(PoolRetired.newBuilder().setPool(id)).build()));
    }

    /** Whether nobody can come to open its file any more. */
    boolean over() {
        return state == State.RETIRED && told.isEmpty();
    }
}
