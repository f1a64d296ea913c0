// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.api.StatusJson;
import dkvm.kernel.config.PortMemory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code buffers [--json]}: the pools of shared memory, and who holds how many of their slots for how long. */
final class BuffersCommand implements Command {
    private final KernelView view;

    BuffersCommand(KernelView view) {
        this.view = view;
    }

    @Override
    public String name() {
        return "buffers";
    }

    @Override
    public String synopsis() {
        return "buffers [--json]";
    }

    @Override
    public String summary() {
        return "the pools of shared memory, and who holds their slots";
    }

    @Override
    public String example() {
        return "buffers";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of(), 0);
        var pools = view.pools();
        if (parsed.has("--json")) {
            answer.json(Map.of("pools", StatusJson.pools(pools)));
            return 0;
        }
        var table = new Table("POOL", "OUTPUT", "SLOTS", "OF", "FREE", "GRANTED", "PUBLISHED", "HELD BY")
                .elastic(16, "HELD BY").spare("POOL");
        for (var pool : pools) {
            table.row(pool.id(), pool.device() + "." + pool.port(), pool.slots(), PortMemory.about(pool.slotBytes()),
                    pool.free(), pool.granted(), pool.published(), holders(pool));
        }
        answer.table(table);
        return 0;
    }

    private static String holders(PoolStatus pool) {
        return pool.holders().isEmpty()
                ? "-"
                : pool.holders().stream()
                        .map(holder -> holder.device() + " " + holder.slots() + " (" + holder.oldestMs() + " ms)")
                        .collect(Collectors.joining(", "));
    }
}
