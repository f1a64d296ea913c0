// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.memory.Pool.Mapping;
import dkvm.kernel.memory.Pool.State;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Grant;
import dkvm.sdk.wire.v1.Handle;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pools there are, and what follows from each step of their lives. Guarded by the memory's lock. */
final class PoolBook {
    private static final Logger LOG = LoggerFactory.getLogger(PoolBook.class);

    /** So many pools of an output a process may have that it is to unmap, before it hears of another. */
    static final int MAX_RETIRED = 16;

    final Ledger ledger = new Ledger();
    private final Map<Integer, Pool> pools = new TreeMap<>();
    private final Map<String, OutputPools> outputs = new HashMap<>();
    private final PoolWork work;
    private final LongSupplier clock;
    private int lastPool;

    /**
     * An empty book.
     *
     * @param work what takes longer, and is done elsewhere
     * @param clock nanoseconds
     */
    PoolBook(PoolWork work, LongSupplier clock) {
        this.work = work;
        this.clock = clock;
    }

    long now() {
        return clock.getAsLong();
    }

    Collection<Pool> all() {
        return pools.values();
    }

    @Nullable
    Pool pool(int id) {
        return pools.get(id);
    }

    OutputPools output(String device, String port, StreamKind kind) {
        return outputs.computeIfAbsent(device + "." + port, _ -> new OutputPools(device, port, kind, this, work));
    }

    Optional<OutputPools> output(String device, String port) {
        return Optional.ofNullable(outputs.get(device + "." + port));
    }

    /** A pool's file is there: its producer is asked to map it. */
    Pool add(PoolFile file, OutputPools output, Tenant maker, long slotBytes, int slots, boolean single) {
        var pool = new Pool(++lastPool, file, output, maker, slotBytes, slots, single);
        pools.put(pool.id, pool);
        output.pools.add(pool);
        ledger.add(pool.id, slots);
        pool.tell(maker, Access.WRITE, output.port);
        return pool;
    }

    /** A process has mapped a pool. */
    void mapped(Tenant tenant, Pool pool) throws IOException {
        if (pool.told.replace(tenant, Mapping.MAPPED) == null || tenant != pool.maker || pool.state != State.OFFERED) {
            return;
        }
        pool.file.seal();
        pool.state = State.LIVE;
        pool.output.readers.forEach((reader, port) -> tell(pool, reader, port));
        pool.output.asks.mapped(pool);
        refill(pool.output);
        wakeWaiting(pool.output);
    }

    /** A process will never map a pool. */
    void unable(Tenant tenant, Pool pool) {
        if (pool.state == State.RETIRED) {
            pool.told.remove(tenant);
        } else {
            pool.told.replace(tenant, Mapping.UNABLE);
        }
        settle(pool);
    }

    /** A process has forgotten a pool. */
    void unmapped(Tenant tenant, Pool pool) {
        pool.told.remove(tenant);
        settle(pool);
    }

    /** An output is read by a process from now on. */
    void read(OutputPools output, Tenant reader, String port) {
        output.readers.put(reader, port);
        output.pools.stream().filter(pool -> pool.state == State.LIVE).forEach(pool -> tell(pool, reader, port));
    }

    /** A process reads nothing from now on. */
    void unread(Tenant reader) {
        outputs.values().forEach(output -> output.readers.remove(reader));
    }

    /** Tells a reader of a pool, unless it is behind: the pools it was told of stay until it says that it is done. */
    void tell(Pool pool, Tenant reader, String port) {
        if (!isBehind(reader, pool.output)) {
            pool.tell(reader, Access.READ, port);
        }
    }

    /** Whether a process has not answered what it was told of an output's pools, or does not unmap them. */
    boolean isBehind(Tenant tenant, OutputPools output) {
        return output.pools.stream().anyMatch(pool -> pool.told.get(tenant) == Mapping.ASKED)
                || unmaps(tenant, output) >= MAX_RETIRED;
    }

    /** How many pools of an output a process is to unmap. */
    long unmaps(Tenant tenant, OutputPools output) {
        return output.pools.stream().filter(pool -> pool.state == State.RETIRED && pool.told.containsKey(tenant))
                .count();
    }

    /** What an output's pools are for is over: nothing of them is granted from now on. */
    void drain(Pool pool, boolean takeBack) {
        if (pool.counts()) {
            pool.state = State.DRAINING;
        }
        if (takeBack) {
            ledger.revoke(pool.id, pool.maker.holder);
        }
        settle(pool);
    }

    /** A slot may have become free: it is granted anew, or its pool is one step nearer to its end. */
    void settle(Pool pool) {
        if (pool.state == State.DRAINING && ledger.free(pool.id) == pool.slots) {
            pool.retire();
        }
        if (pool.over()) {
            pools.remove(pool.id);
            pool.output.pools.remove(pool);
            ledger.remove(pool.id);
            work.close(pool.file);
        } else if (pool.state == State.LIVE) {
            refill(pool.output);
        }
    }

    /** Gives a producer the slots it is to have in hand, as far as there are any. */
    void refill(OutputPools output) {
        var maker = output.maker;
        if (maker == null || maker.gone) {
            return;
        }
        output.asks.serve();
        int missing = output.ahead() - inHand(output);
        SlotRef slot;
        var grant = Grant.newBuilder();
        while (grant.getHandlesCount() < missing && (slot = take(output)) != null) {
            grant.addHandles(handle(slot));
        }
        if (grant.getHandlesCount() > 0) {
            maker.way.accept(Envelope.newBuilder().setGrant(grant).build());
        }
    }

    /** Looked at for every frame: no stream is worth it. */
    private int inHand(OutputPools output) {
        int inHand = 0;
        for (var pool : output.pools) {
            inHand += pool.grants() ? ledger.granted(pool.id) : 0;
        }
        return inHand;
    }

    /** Grants a free slot of an output's present format; null if there is none. */
    @Nullable
    SlotRef take(OutputPools output) {
        for (var pool : output.pools) {
            if (pool.grants() && pool.maker == output.maker) {
                var slot = ledger.grant(pool.id, pool.maker.holder, now());
                if (slot != null) {
                    return slot;
                }
            }
        }
        return null;
    }

    /** Has a pool made if there are too few slots; tells those who wait. */
    void ensure(OutputPools output) {
        if (output.lacks() && !output.making) {
            output.making = true;
            work.make(output);
        }
        wakeWaiting(output);
    }

    /** There will be no further slots. */
    void refused(OutputPools output, Refusal refusal) {
        List.copyOf(output.waiting).forEach(waiting -> work.answer(waiting.result(), Optional.of(refusal)));
        output.waiting.clear();
    }

    /** Without a producer, or with as many slots as are wanted, nobody needs to wait. */
    private void wakeWaiting(OutputPools output) {
        boolean sure = !output.lacks();
        boolean serves = output.serves();
        output.waiting.removeIf(waiting -> {
            boolean done = waiting.mapped() ? serves : sure;
            if (done) {
                work.answer(waiting.result(), Optional.empty());
            }
            return done;
        });
    }

    /** A process is gone: it holds nothing, reads nothing, and what it made is given up. */
    void left(Tenant tenant) {
        tenant.gone = true;
        ledger.releaseAll(tenant.holder);
        unread(tenant);
        for (var output : outputs.values()) {
            if (tenant.equals(output.maker)) {
                output.maker = null;
                output.slotBytes = 0;
                output.asks.abandon();
                wakeWaiting(output);
            }
        }
        for (var pool : List.copyOf(pools.values())) {
            pool.told.remove(tenant);
            if (pool.maker == tenant) {
                drain(pool, true);
            } else {
                settle(pool);
            }
        }
    }

    /** An output of a process has another format: its pools are given up, whatever their size, so that no grant is of both. */
    void reformat(OutputPools output, Tenant maker, long slotBytes) {
        output.maker = maker;
        output.slotBytes = slotBytes;
        output.pools.stream().filter(pool -> pool.maker == maker).toList().forEach(pool -> drain(pool, true));
        LOG.debug("{}: buffers of {} bytes", output.name(), slotBytes);
    }

    /** How many buffers of an output a process holds. */
    int held(Tenant reader, OutputPools output) {
        int held = 0;
        for (var pool : output.pools) {
            held += ledger.held(reader.holder, pool.id);
        }
        return held;
    }

    /** Whether a holder is a process that runs. */
    boolean lives(Holder holder) {
        return pools.values().stream()
                .flatMap(pool -> Stream.concat(Stream.of(pool.maker), pool.told.keySet().stream()))
                .anyMatch(tenant -> tenant.holder == holder && !tenant.gone);
    }

    static Handle handle(SlotRef slot) {
        return Handle.newBuilder().setPool(slot.pool()).setSlot(slot.slot()).setGeneration(slot.generation()).build();
    }
}
