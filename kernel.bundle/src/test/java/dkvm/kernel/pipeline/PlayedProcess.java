// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.SlotRef;
import dkvm.kernel.memory.Tenant;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.PoolUnmapped;
import dkvm.sdk.wire.v1.StreamOpened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One process of a device that a test plays: what the kernel says to it waits until the test has it read. */
abstract class PlayedProcess implements Outlet {
    final String id;
    final BufferDesk desk;
    final Tenant tenant;
    /** What lies in its pipe. */
    final Queue<Envelope> mail = new ConcurrentLinkedQueue<>();
    /** The pools it was told of. */
    final Map<Integer, PoolAdded> pools = new ConcurrentHashMap<>();
    private volatile @Nullable Attachment attachment;
    private volatile boolean asked;
    volatile boolean alive = true;
    volatile boolean active;

    PlayedProcess(String id, BufferDesk desk) {
        this.id = id;
        this.desk = desk;
        tenant = new Tenant(id, OptionalLong.empty(), this::send);
    }

    /** It is Ready and is told its streams. */
    void attach(boolean goesOn) {
        var place = desk.graph.attach(id, this, tenant, goesOn);
        attachment = place;
        place.streams().forEach(this::opened);
    }

    /** It takes the place of another, which has drained. */
    void takeOver() {
        var place = desk.graph.takeOver(id, this, tenant, true);
        attachment = place;
        place.streams().forEach(this::opened);
    }

    void activate() {
        active = true;
        desk.graph.opened(id);
    }

    void die() {
        leave();
        desk.graph.gone(id);
    }

    /** It ends without a place. */
    void leave() {
        alive = false;
        active = false;
        desk.memory.leave(tenant);
    }

    Attachment place() {
        return Objects.requireNonNull(attachment);
    }

    @Override
    public void send(Envelope message) {
        mail.add(message);
    }

    @Override
    public void pump() {
        asked = true;
    }

    /** Whether the kernel wants something written, since the last time. */
    boolean asked() {
        boolean was = asked;
        asked = false;
        return was;
    }

    /** Reads its stdin, so many messages at most. */
    void read(int most) throws WireException {
        for (int i = 0; i < most && alive; i++) {
            var message = mail.poll();
            if (message == null) {
                return;
            }
            switch (message.getBodyCase()) {
                case POOL_ADDED -> added(message.getPoolAdded());
                case POOL_RETIRED -> {
                    int pool = message.getPoolRetired().getPool();
                    assertThat(pools.remove(pool)).as("pool %s, which is retired at %s", pool, id).isNotNull();
                    say(Envelope.newBuilder().setPoolUnmapped(PoolUnmapped.newBuilder().setPool(pool)));
                }
                case STREAM_OPENED -> opened(message.getStreamOpened());
                default -> message(message);
            }
        }
    }

    private void added(PoolAdded pool) throws WireException {
        assertThat(pools.put(pool.getPool(), pool)).as("%s at %s, told before", pool, id).isNull();
        assertThat(Files.exists(Path.of(pool.getPath()))).as("the file of %s for %s", pool, id).isTrue();
        assertThat(pool.getAccess()).isEqualTo(access());
        told(pool);
        say(Envelope.newBuilder().setPoolMapped(PoolMapped.newBuilder().setPool(pool.getPool())));
    }

    void say(Envelope.Builder message) throws WireException {
        desk.memory.message(tenant, message.build());
        pump();
    }

    abstract Access access();

    /** It has mapped a pool. */
    void told(PoolAdded pool) {}

    abstract void opened(StreamOpened stream);

    abstract void message(Envelope message) throws WireException;

    static Handle handle(SlotRef slot) {
        return Handle.newBuilder().setPool(slot.pool()).setSlot(slot.slot()).setGeneration(slot.generation()).build();
    }

    static SlotRef slot(Handle handle) {
        return new SlotRef(handle.getPool(), handle.getSlot(), handle.getGeneration());
    }
}
