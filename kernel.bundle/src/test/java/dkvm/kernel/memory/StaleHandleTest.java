// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.Ledger.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 4: a stale or foreign handle changes nothing, whatever is done with it. */
class StaleHandleTest {
    private final Ledger ledger = new Ledger();
    private final Holder screen = new Holder("screen", "process");
    private final Holder recorder = new Holder("recorder", "process");
    private final Holder viewer = new Holder("viewer", "process");
    private final Holder stranger = new Holder("stranger", "process");
    private final List<Holder> all = List.of(screen, recorder, viewer, stranger);

    private SlotRef granted = new SlotRef(0, 0, 0);
    private SlotRef published = granted;
    private SlotRef free = granted;

    @BeforeEach
    void oneSlotOfEachKind() {
        ledger.add(1, 4);
        // All have been used before, so that there are generations to be mistaken about.
        for (int i = 0; i < 4; i++) {
            grant();
        }
        ledger.revoke(1, screen);
        free = grant();
        granted = grant();
        published = grant();
        ledger.publish(published, screen, List.of(recorder, viewer, viewer), 5);
        ledger.publish(free, screen, List.of(), 5);
    }

    private SlotRef grant() {
        return Objects.requireNonNull(ledger.grant(1, screen, 0));
    }

    @Test
    void ofAnotherGeneration() {
        for (var ref : List.of(granted, published, free)) {
            for (int generation : new int[]{0, ref.generation() - 1, ref.generation() + 1, -1, Integer.MIN_VALUE}) {
                refused(new SlotRef(ref.pool(), ref.slot(), generation), Outcome.STALE_HANDLE, all);
            }
        }
    }

    @Test
    void ofASlotThatIsNotThere() {
        for (int slot : new int[]{-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            refused(new SlotRef(1, slot, 1), Outcome.STALE_HANDLE, all);
        }
    }

    @Test
    void ofAPoolThatIsNotThere() {
        for (int pool : new int[]{0, 2, -1}) {
            refused(new SlotRef(pool, published.slot(), published.generation()), Outcome.UNKNOWN_POOL, all);
        }
    }

    @Test
    void inTheHandsOfAStranger() {
        refused(granted, Outcome.NOT_HELD, List.of(recorder, viewer, stranger));
        refused(published, Outcome.NOT_HELD, List.of(screen, stranger));
        refused(free, Outcome.NOT_HELD, all);
    }

    @Test
    void inTheHandsOfOneWhoHoldsItButHasNotItsGrant() {
        var before = state();

        assertThat(ledger.publish(published, recorder, all, 9)).isEqualTo(Outcome.NOT_HELD);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void releasedTwiceItDoesNotDropTheHoldOfAnother() {
        assertThat(ledger.release(published, recorder)).isEqualTo(Outcome.OK);
        refused(published, Outcome.NOT_HELD, List.of(recorder));

        assertThat(ledger.holds(published, viewer)).isTrue();
    }

    @Test
    void itSaysNothingOfTheNextUseOfItsSlot() {
        ledger.releaseAll(recorder);
        ledger.releaseAll(viewer);
        var next = grant();
        ledger.publish(next, screen, List.of(recorder), 6);

        assertThat(next.slot()).isEqualTo(published.slot());
        refused(published, Outcome.STALE_HANDLE, all);
    }

    private void refused(SlotRef ref, Outcome outcome, List<Holder> holders) {
        var before = state();
        for (var holder : holders) {
            assertThat(Stream.of(ledger.release(ref, holder), ledger.retain(ref, holder, 9),
                    ledger.publish(ref, holder, all, 9), ledger.publish(ref, holder, List.of(), 9),
                    ledger.give(ref, holder, screen, 9), ledger.give(ref, holder, holder, 9),
                    ledger.share(ref, holder, viewer, 9))).as("%s by %s", ref, holder).allMatch(outcome::equals);
            assertThat(ledger.holds(ref, holder)).isFalse();
            assertThat(state()).as("after %s by %s", ref, holder).isEqualTo(before);
        }
    }

    /** All that can be asked without a change. */
    private Map<String, Object> state() {
        return Map.of("counts", List.of(ledger.free(1), ledger.granted(1), ledger.published(1)), "holders",
                new HashSet<>(ledger.holders(1)), "holds",
                all.stream().collect(Collectors.toMap(holder -> holder,
                        holder -> Stream.of(granted, published, free).map(ref -> ledger.holds(ref, holder)).toList())));
    }
}
