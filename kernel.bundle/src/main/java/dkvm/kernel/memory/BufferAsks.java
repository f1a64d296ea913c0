// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Those who wait for one buffer of an output outside the grants, in the order in which they came. Guarded by the memory's
 * lock.
 */
final class BufferAsks {
    /** So many buffers of sizes of their own an output may have at a time. */
    static final int MAX_SINGLE = 8;
    /** So long a pool of its own may take to be made and mapped, besides what its asker waits for one to come free. */
    private static final long MAKING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final OutputPools output;
    private final PoolBook book;
    private final PoolWork work;
    private final List<BufferAsk> asks = new ArrayList<>();

    BufferAsks(OutputPools output, PoolBook book, PoolWork work) {
        this.output = output;
        this.book = book;
        this.work = work;
    }

    /** Serves an ask, now or by and by. */
    void ask(BufferAsk ask, long waitNanos) {
        forgetGivenUp();
        asks.add(ask);
        ask.single = ask.bytes > output.slotBytes || output.wanted == 0;
        if (!ask.single) {
            serve();
        } else if (output.pools.stream().filter(pool -> pool.single).count() >= MAX_SINGLE) {
            end(ask, new BufferGrant.Refused(new Refusal(PoolRefusedException.Reason.QUOTA, output.name() + " has "
                    + MAX_SINGLE + " buffers of sizes of their own already; send or release some")));
        } else {
            work.make(output, ask);
        }
        if (asks.contains(ask)) {
            ask.expiry = work.expire(output, ask, ask.single ? waitNanos + MAKING_NANOS : waitNanos);
        }
    }

    /** Gives what is free to those who wait. */
    void serve() {
        if (asks.isEmpty()) {
            return;
        }
        forgetGivenUp();
        for (var ask : List.copyOf(asks)) {
            var slot = ask.single ? null : book.take(output);
            if (slot != null) {
                end(ask, new BufferGrant.Granted(slot));
            }
        }
    }

    /** Nobody is to be told of those; they are as many as their device likes to give up. */
    private void forgetGivenUp() {
        for (var ask : List.copyOf(asks)) {
            if (!ask.awaited.getAsBoolean()) {
                end(ask, new BufferGrant.WouldBlock());
            }
        }
    }

    /** A pool that was made for one of them can be used. */
    void mapped(Pool pool) {
        forgetGivenUp();
        for (var ask : List.copyOf(asks)) {
            if (pool.equals(ask.pool)) {
                var slot = book.ledger.grant(pool.id, pool.maker.holder, book.now());
                end(ask, slot == null ? new BufferGrant.WouldBlock() : new BufferGrant.Granted(slot));
            }
        }
        if (pool.single) {
            book.drain(pool, false);
        }
    }

    /** What was made for some of them may have been given up: it is made again. */
    void again() {
        for (var ask : asks) {
            if (ask.pool != null && !ask.pool.counts()) {
                ask.pool = null;
                work.make(output, ask);
            }
        }
    }

    /** An ask's time is up, or there is no memory for it. */
    void end(BufferAsk ask, BufferGrant how) {
        if (asks.remove(ask)) {
            if (ask.expiry != null) {
                ask.expiry.cancel(false);
            }
            work.answer(ask.result, how);
        }
    }

    /** Whether somebody still waits for it. */
    boolean waits(BufferAsk ask) {
        return asks.contains(ask);
    }

    /** The process that asked is gone. */
    void abandon() {
        List.copyOf(asks).forEach(ask -> end(ask, new BufferGrant.WouldBlock()));
    }
}
