// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.memory.Ledger.Outcome;
import dkvm.kernel.memory.Pool.Mapping;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PoolMapped;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What processes say of memory, and what becomes of those that speak of what they do not hold. */
final class TenantMessages {
    private static final Logger LOG = LoggerFactory.getLogger(TenantMessages.class);

    private final MemoryLock lock;
    /** Guarded by lock. */
    private final PoolBook book;
    private final PoolThread work;

    TenantMessages(MemoryLock lock, PoolBook book, PoolThread work) {
        this.lock = lock;
        this.book = book;
        this.work = work;
    }

    void take(Tenant tenant, Envelope message) throws WireException {
        switch (message.getBodyCase()) {
            case POOL_MAPPED -> mapped(tenant, message.getPoolMapped());
            case POOL_UNMAPPED -> lock.hold(() -> {
                var pool = book.pool(message.getPoolUnmapped().getPool());
                if (pool != null && pool.state == Pool.State.RETIRED) {
                    book.unmapped(tenant, pool);
                }
                return tenant;
            });
            case RETAIN -> {
                for (var handle : message.getRetain().getHandlesList()) {
                    held(tenant, "retained", handle,
                            slot -> book.ledger.retain(slot, tenant.holder, book.now()));
                }
            }
            case RELEASE -> {
                for (var handle : message.getRelease().getHandlesList()) {
                    held(tenant, "released", handle, slot -> book.ledger.release(slot, tenant.holder));
                }
            }
            default -> {
                // Of no concern here.
            }
        }
    }

    private interface Step {
        Outcome on(SlotRef slot);
    }

    private void held(Tenant tenant, String what, Handle handle, Step step) throws WireException {
        boolean good = lock.hold(() -> {
            var pool = book.pool(handle.getPool());
            if (pool == null || !pool.told.containsKey(tenant)) {
                return false;
            }
            var outcome = step.on(ref(handle));
            if (outcome == Outcome.FREED) {
                book.settle(pool);
            }
            return outcome == Outcome.OK || outcome == Outcome.FREED;
        });
        if (!good) {
            strike(tenant, what, handle);
        }
    }

    /** Counts it; the process is ended for it in the end. */
    void strike(Tenant tenant, String what, Handle handle) throws WireException {
        int strikes = lock.hold(() -> tenant.gone ? 0 : ++tenant.strikes);
        if (strikes == 0) {
            // What it still said when it ended.
            return;
        }
        var words = what + " buffer " + text(handle) + ", which it does not hold";
        LOG.warn("{}: it {} (strike {} of {})", tenant.device, words, strikes, Tenant.MAX_STRIKES);
        if (strikes >= Tenant.MAX_STRIKES) {
            throw new WireException("it " + words + "; that was the " + Tenant.MAX_STRIKES + "th time");
        }
    }

    private void mapped(Tenant tenant, PoolMapped said) throws WireException {
        var fault = lock.hold(() -> {
            var pool = book.pool(said.getPool());
            if (pool == null || pool.told.get(tenant) != Mapping.ASKED) {
                return "";
            }
            return said.getError().isEmpty() ? took(tenant, pool) : cannot(tenant, pool, said.getError());
        });
        if (!fault.isEmpty()) {
            throw new WireException(fault);
        }
    }

    private String took(Tenant tenant, Pool pool) {
        try {
            book.mapped(tenant, pool);
            return "";
        } catch (IOException e) {
            return elsewhere(tenant, pool, "it cannot be sealed: " + e.getMessage());
        }
    }

    private String cannot(Tenant tenant, Pool pool, String why) {
        boolean matters = pool.matters();
        book.unable(tenant, pool);
        return matters ? elsewhere(tenant, pool, why) : "";
    }

    /** A pool that cannot be used is made anew as a file, where that is allowed; else its producer has to end. */
    private String elsewhere(Tenant tenant, Pool pool, String why) {
        var output = pool.output;
        boolean elsewhere = !output.inFiles && work.mayUseFiles();
        LOG.warn("{}: {} cannot use shared memory {} ({}){}", output.name(), tenant.device, pool.file.path(), why,
                elsewhere ? "; it is put into files" : "");
        if (elsewhere) {
            output.inFiles = true;
            List.copyOf(output.pools).forEach(other -> book.drain(other, false));
            output.asks.again();
            book.ensure(output);
        } else if (tenant == pool.maker) {
            return "it cannot map shared memory: " + why;
        }
        return "";
    }

    static SlotRef ref(Handle handle) {
        return new SlotRef(handle.getPool(), handle.getSlot(), handle.getGeneration());
    }

    private static String text(Handle handle) {
        return Integer.toUnsignedString(handle.getPool()) + "/" + Integer.toUnsignedString(handle.getSlot()) + "/"
                + Integer.toUnsignedString(handle.getGeneration());
    }
}
