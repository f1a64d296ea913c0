// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.memory.Ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a picture costs in the books: its slot granted, published to queues, handed on from each to a sink, released. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBench {
    private static final int POOL = 7;
    private static final int SLOTS = 8;
    private static final int OTHER_POOLS = 10;

    private final Ledger ledger = new Ledger();
    private final Holder producer = new Holder("screen", "process");
    private final List<Holder> queues = new ArrayList<>();
    private final List<Holder> sinks = new ArrayList<>();
    private long now;

    /** How many sinks take it. */
    @Param({"1", "3"})
    public int consumers;

    /** The pool, among others. */
    @Setup
    public void add() {
        for (int i = 0; i < OTHER_POOLS; i++) {
            ledger.add(POOL + 1 + i, SLOTS);
        }
        ledger.add(POOL, SLOTS);
        for (int i = 0; i < consumers; i++) {
            queues.add(new Holder("kernel", "queue to sink" + i));
            sinks.add(new Holder("sink" + i, "process"));
        }
    }

    /** From grant to grant. */
    @Benchmark
    public Outcome cycle() {
        var slot = ledger.grant(POOL, producer, ++now);
        if (slot == null) {
            throw new IllegalStateException("no slot came back");
        }
        ledger.publish(slot, producer, queues, ++now);
        for (int i = 0; i < consumers; i++) {
            ledger.give(slot, queues.get(i), sinks.get(i), ++now);
        }
        var last = Outcome.OK;
        for (int i = 0; i < consumers; i++) {
            last = ledger.release(slot, sinks.get(i));
        }
        if (last != Outcome.FREED) {
            throw new IllegalStateException("the slot is not free again: " + last);
        }
        return last;
    }
}
