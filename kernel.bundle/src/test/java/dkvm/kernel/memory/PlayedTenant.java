// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.PoolUnmapped;
import dkvm.sdk.wire.v1.Release;
import dkvm.sdk.wire.v1.Retain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A process of a device as the memory sees it, played by a test: what it is told lies in its mail. */
final class PlayedTenant {
    final Memory memory;
    final Tenant tenant;
    private final Queue<Envelope> mail = new ConcurrentLinkedQueue<>();
    /** What else is to happen when it is told something; with the memory's lock held. */
    volatile Consumer<Envelope> told = _ -> {};

    PlayedTenant(Memory memory, String device, OptionalLong limit) {
        this.memory = memory;
        tenant = new Tenant(device, limit, message -> {
            told.accept(message);
            mail.add(message);
        });
    }

    /** What it was told since the last time. */
    List<Envelope> mail() {
        var all = new ArrayList<Envelope>();
        for (var message = mail.poll(); message != null; message = mail.poll()) {
            all.add(message);
        }
        return all;
    }

    /** The only message there is, which tells it of a pool. */
    PoolAdded added() {
        var all = mail();
        if (all.size() != 1 || !all.getFirst().hasPoolAdded()) {
            throw new AssertionError("a PoolAdded alone was due: " + all);
        }
        return all.getFirst().getPoolAdded();
    }

    /** The only message there is, which grants it slots. */
    List<Handle> granted() {
        var all = mail();
        if (all.size() != 1 || !all.getFirst().hasGrant()) {
            throw new AssertionError("a Grant alone was due: " + all);
        }
        return all.getFirst().getGrant().getHandlesList();
    }

    void mapped(PoolAdded pool) throws WireException {
        say(Envelope.newBuilder().setPoolMapped(PoolMapped.newBuilder().setPool(pool.getPool())));
    }

    void cannotMap(PoolAdded pool) throws WireException {
        say(Envelope.newBuilder()
                .setPoolMapped(PoolMapped.newBuilder().setPool(pool.getPool()).setError("no permission")));
    }

    void unmapped(PoolAdded pool) throws WireException {
        unmapped(pool.getPool());
    }

    void unmapped(int pool) throws WireException {
        say(Envelope.newBuilder().setPoolUnmapped(PoolUnmapped.newBuilder().setPool(pool)));
    }

    void release(Handle... handles) throws WireException {
        say(Envelope.newBuilder().setRelease(Release.newBuilder().addAllHandles(List.of(handles))));
    }

    void retain(Handle... handles) throws WireException {
        say(Envelope.newBuilder().setRetain(Retain.newBuilder().addAllHandles(List.of(handles))));
    }

    private void say(Envelope.Builder message) throws WireException {
        memory.message(tenant, message.build());
    }

    static SlotRef slot(Handle handle) {
        return new SlotRef(handle.getPool(), handle.getSlot(), handle.getGeneration());
    }

    static Path file(PoolAdded pool) {
        return Path.of(pool.getPath());
    }
}
