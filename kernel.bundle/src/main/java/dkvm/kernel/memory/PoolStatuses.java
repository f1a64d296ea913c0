// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.api.PoolStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The book as others may see it. With the memory's lock held. */
final class PoolStatuses {
    private PoolStatuses() {}

    static List<PoolStatus> of(PoolBook book) {
        var all = new ArrayList<PoolStatus>();
        for (var pool : book.all()) {
            var ledger = book.ledger;
            all.add(new PoolStatus(pool.id, pool.output.device, pool.output.port, pool.slotBytes, pool.slots,
                    ledger.free(pool.id), ledger.granted(pool.id), ledger.published(pool.id), holders(book, pool)));
        }
        return all;
    }

    /** Those that are of one device are one here: the kernel's queues are all the kernel. */
    private static List<PoolStatus.Holder> holders(PoolBook book, Pool pool) {
        var now = book.now();
        var found = new HashMap<String, PoolStatus.Holder>();
        for (var held : book.ledger.holders(pool.id)) {
            long ms = TimeUnit.NANOSECONDS.toMillis(now - held.oldestNanos());
            found.merge(held.holder().device(), new PoolStatus.Holder(held.holder().device(), held.slots(), ms),
                    (a, b) -> new PoolStatus.Holder(a.device(), a.slots() + b.slots(),
                            Math.max(a.oldestMs(), b.oldestMs())));
        }
        return found.values().stream().sorted(Comparator.comparing(PoolStatus.Holder::device)).toList();
    }

    static long leaked(PoolBook book, Map<Holder, Integer> holds) {
        var held = new HashMap<Holder, Integer>();
        for (var pool : book.all()) {
            book.ledger.holders(pool.id).forEach(each -> held.merge(each.holder(), each.slots(), Integer::sum));
        }
        long leaked = 0;
        for (var entry : held.entrySet()) {
            var really = holds.get(entry.getKey());
            if (really != null) {
                leaked += Math.max(0, entry.getValue() - really);
            } else if (!book.lives(entry.getKey())) {
                leaked += entry.getValue();
            }
        }
        return leaked;
    }
}
