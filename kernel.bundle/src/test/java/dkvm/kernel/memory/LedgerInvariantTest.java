// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.memory.Ledger.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Invariant 1: FREE + GRANTED + PUBLISHED = slots after every step, and what devices hold is what the ledger says,
 * whatever they do: random operations, many of them wrong, on a ledger and on a simpler one.
 */
@Execution(ExecutionMode.CONCURRENT)
class LedgerInvariantTest {
    private static final int STEPS = 50_000;
    private static final int HOLDERS = 7;
    private static final int POOLS = 4;
    private static final int REMEMBERED = 40;

    private final Ledger ledger = new Ledger();
    private final NaiveLedger model = new NaiveLedger();
    private final List<Holder> holders = new ArrayList<>();
    /** Handles that were once good, the newest last. */
    private final List<SlotRef> seen = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private Random random = new Random();
    private long now;

    @Test
    void slotsAddUpAndHoldsAreThoseOfASimplerLedger() {
        play(System.nanoTime(), STEPS);
    }

    @Test
    @Tag("soak")
    void slotsAddUpAndHoldsAreThoseOfASimplerLedgerInALongRun() {
        play(System.nanoTime(), 20 * STEPS);
    }

    private void play(long seed, int steps) {
        random = new Random(seed);
        int step = 0;
        try {
            while (holders.size() < HOLDERS) {
                holders.add(new Holder("device" + holders.size(), "its process"));
            }
            while (step++ < steps) {
                now += random.nextInt(1000);
                step();
                compare();
            }
            end();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
        }
        // A run in which one of them never came has shown nothing of it.
        assertThat(outcomes.keySet()).as("seed %d", seed).containsExactly(Outcome.values());
        assertThat(outcomes).allSatisfy((outcome, times) -> assertThat(times).isGreaterThan(steps / 200));
    }

    private void step() {
        int dice = random.nextInt(1000);
        if (dice < 250) {
            grant();
        } else if (dice < 450) {
            publish();
        } else if (dice < 500) {
            both((ref, holder) -> ledger.retain(ref, holder, now),
                    (ref, holder) -> model.share(ref, holder, holder, now));
        } else if (dice < 600) {
            var to = holder();
            both((ref, from) -> ledger.give(ref, from, to, now), (ref, from) -> model.give(ref, from, to, now));
        } else if (dice < 680) {
            var to = holder();
            both((ref, among) -> ledger.share(ref, among, to, now), (ref, among) -> model.share(ref, among, to, now));
        } else if (dice < 970) {
            both(ledger::release, model::release);
        } else if (dice < 980) {
            int pool = pool();
            var producer = holder();
            assertThat(ledger.revoke(pool, producer)).isEqualTo(model.revoke(pool, producer));
        } else if (dice < 990) {
            die(random.nextInt(HOLDERS));
        } else {
            addOrRemove(pool());
        }
    }

    private void grant() {
        int pool = pool();
        var producer = holder();
        int free = model.free(pool);
        var ref = ledger.grant(pool, producer, now);
        assertThat(ref != null).as("a grant with %d free slots", free).isEqualTo(free > 0);
        if (ref != null) {
            model.granted(ref, producer);
            seen.add(ref);
            if (seen.size() > REMEMBERED) {
                seen.removeFirst();
            }
        }
    }

    private void publish() {
        var consumers = new ArrayList<Holder>();
        while (consumers.size() < 6 && random.nextInt(3) > 0) {
            consumers.add(holder());
        }
        both((ref, producer) -> ledger.publish(ref, producer, consumers, now),
                (ref, producer) -> model.publish(ref, producer, consumers, now));
    }

    private void both(BiFunction<SlotRef, Holder, Outcome> real, BiFunction<SlotRef, Holder, Outcome> naive) {
        var ref = ref();
        var holder = holder();
        for (int tries = 0; tries < 5 && !model.has(ref, holder) && !model.isGranted(ref, holder); tries++) {
            holder = holder();
        }
        var expected = naive.apply(ref, holder);
        assertThat(real.apply(ref, holder)).as("%s by %s", ref, holder).isEqualTo(expected);
        outcomes.merge(expected, 1, Integer::sum);
        assertThat(ledger.holds(ref, holder)).isEqualTo(model.has(ref, holder) || model.isGranted(ref, holder));
    }

    private void die(int index) {
        assertThat(new HashSet<>(ledger.releaseAll(holders.get(index))))
                .isEqualTo(model.releaseAll(holders.get(index)));
        for (int pool = 0; pool <= POOLS; pool++) {
            assertThat(ledger.held(holders.get(index), pool)).isZero();
        }
        if (random.nextBoolean()) {
            holders.set(index, new Holder(holders.get(index).device(), "its next process"));
        }
    }

    private void addOrRemove(int pool) {
        if (!model.pools().contains(pool)) {
            int slots = 1 + random.nextInt(8);
            ledger.add(pool, slots);
            model.add(pool, slots);
        } else if (model.free(pool) == model.slots(pool)) {
            ledger.remove(pool);
            model.remove(pool);
        } else {
            assertThatThrownBy(() -> ledger.remove(pool)).isInstanceOf(IllegalStateException.class);
        }
    }

    private Holder holder() {
        return holders.get(random.nextInt(HOLDERS));
    }

    private int pool() {
        return 1 + random.nextInt(POOLS);
    }

    private SlotRef ref() {
        if (seen.isEmpty()) {
            return new SlotRef(pool(), 0, 1);
        }
        var ref = seen.get(random.nextInt(seen.size()));
        return switch (random.nextInt(40)) {
            case 0 -> new SlotRef(ref.pool(), ref.slot(), ref.generation() - 1);
            case 1 -> new SlotRef(ref.pool(), ref.slot(), ref.generation() + 1);
            case 2 -> new SlotRef(ref.pool(), random.nextInt(), ref.generation());
            case 3 -> new SlotRef(POOLS + 1 + random.nextInt(1000), ref.slot(), ref.generation());
            case 4 -> new SlotRef(pool(), random.nextInt(8), random.nextInt(3));
            default -> ref;
        };
    }

    private void compare() {
        for (int pool = 0; pool <= POOLS; pool++) {
            assertThat(ledger.free(pool) + ledger.granted(pool) + ledger.published(pool)).isEqualTo(ledger.slots(pool));
            if (ledger.knows(pool) != model.pools().contains(pool) || ledger.slots(pool) != model.slots(pool)
                    || ledger.granted(pool) != model.granted(pool) || ledger.published(pool) != model.published(pool)) {
                throw new AssertionError("pool " + pool + " has other numbers than the simpler ledger's");
            }
            assertThat(new HashSet<>(ledger.holders(pool))).isEqualTo(new HashSet<>(model.holders(pool)));
        }
        for (var holder : holders) {
            for (int pool = 1; pool <= POOLS; pool++) {
                if (ledger.held(holder, pool) != model.held(holder, pool)) {
                    throw new AssertionError(holder + " holds " + ledger.held(holder, pool) + " slots of pool " + pool);
                }
            }
        }
    }

    private void end() {
        holders.forEach(ledger::releaseAll);
        for (int pool : List.copyOf(model.pools())) {
            assertThat(ledger.free(pool)).isEqualTo(ledger.slots(pool));
            ledger.remove(pool);
        }
    }
}
