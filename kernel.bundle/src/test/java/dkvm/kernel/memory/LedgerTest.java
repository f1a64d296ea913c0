// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dkvm.kernel.memory.Ledger.Held;
import dkvm.kernel.memory.Ledger.Outcome;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int POOL = 7;

    private final Ledger ledger = new Ledger();
    private final Holder screen = new Holder("screen", "process 1");
    private final Holder queue = new Holder("kernel", "queue of screen.video to recorder.video");
    private final Holder kept = new Holder("kernel", "newest of screen.video");
    private final Holder recorder = new Holder("recorder", "process 1");

    private SlotRef granted() {
        return Objects.requireNonNull(ledger.grant(POOL, screen, 0));
    }

    private SlotRef published(Holder... consumers) {
        var ref = granted();
        ledger.publish(ref, screen, List.of(consumers), 0);
        return ref;
    }

    @Test
    void grantsEachSlotOnceAndThenNone() {
        ledger.add(POOL, 2);

        assertThat(granted()).isEqualTo(new SlotRef(POOL, 0, 1));
        assertThat(granted()).isEqualTo(new SlotRef(POOL, 1, 1));
        assertThat(ledger.grant(POOL, screen, 0)).isNull();
        assertThat(ledger.grant(POOL + 1, screen, 0)).isNull();
        assertThat(ledger.granted(POOL)).isEqualTo(2);
    }

    @Test
    void grantsTheSlotThatBecameFreeLast() {
        ledger.add(POOL, 4);
        var first = published(queue);
        var second = published(queue);
        ledger.release(second, queue);
        ledger.release(first, queue);

        assertThat(granted()).isEqualTo(new SlotRef(POOL, first.slot(), 2));
        assertThat(granted()).isEqualTo(new SlotRef(POOL, second.slot(), 2));
    }

    @Test
    void generationsAreUnsignedAndNeverZero() {
        assertThat(Slot.next(0)).isEqualTo(1);
        assertThat(Slot.next(Integer.MAX_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(Slot.next(-1)).isEqualTo(1);
        assertThat(new SlotRef(1, 2, -1)).hasToString("1/2/4294967295");
    }

    @Test
    void aSlotIsPublishedUntilItsLastHoldIsDropped() {
        ledger.add(POOL, 1);
        var ref = granted();

        assertThat(ledger.publish(ref, screen, List.of(queue, kept), 0)).isEqualTo(Outcome.OK);
        assertThat(ledger.give(ref, queue, recorder, 0)).isEqualTo(Outcome.OK);
        assertThat(ledger.release(ref, kept)).isEqualTo(Outcome.OK);
        assertThat(ledger.published(POOL)).isEqualTo(1);
        assertThat(ledger.release(ref, recorder)).isEqualTo(Outcome.FREED);
        assertThat(ledger.free(POOL)).isEqualTo(1);
    }

    @Test
    void whatNobodyTakesIsFreeAtOnce() {
        ledger.add(POOL, 1);

        assertThat(ledger.publish(granted(), screen, List.of(), 0)).isEqualTo(Outcome.FREED);
        assertThat(granted()).isEqualTo(new SlotRef(POOL, 0, 2));
    }

    @Test
    void aGrantIsNoHoldButCanBeGivenBack() {
        ledger.add(POOL, 1);
        var ref = granted();

        assertThat(ledger.holds(ref, screen)).isTrue();
        assertThat(ledger.held(screen, POOL)).isZero();
        assertThat(ledger.retain(ref, screen, 0)).isEqualTo(Outcome.NOT_HELD);
        assertThat(ledger.give(ref, screen, recorder, 0)).isEqualTo(Outcome.NOT_HELD);
        assertThat(ledger.share(ref, screen, recorder, 0)).isEqualTo(Outcome.NOT_HELD);
        assertThat(ledger.release(ref, screen)).isEqualTo(Outcome.FREED);
    }

    @Test
    void eachHoldOfOneHolderIsReleasedByItself() {
        ledger.add(POOL, 1);
        var ref = published(recorder, recorder);
        ledger.retain(ref, recorder, 0);

        assertThat(ledger.held(recorder, POOL)).isEqualTo(1);
        assertThat(ledger.release(ref, recorder)).isEqualTo(Outcome.OK);
        assertThat(ledger.release(ref, recorder)).isEqualTo(Outcome.OK);
        assertThat(ledger.held(recorder, POOL)).isEqualTo(1);
        assertThat(ledger.release(ref, recorder)).isEqualTo(Outcome.FREED);
        assertThat(ledger.held(recorder, POOL)).isZero();
    }

    @Test
    void theNewestPictureIsSharedWithWhoeverComesLate() {
        ledger.add(POOL, 1);
        var ref = published(kept);

        assertThat(ledger.share(ref, kept, queue, 0)).isEqualTo(Outcome.OK);
        assertThat(ledger.holds(ref, kept)).isTrue();
        assertThat(ledger.holds(ref, queue)).isTrue();
    }

    @Test
    void oneWhoIsGoneHoldsNothing() {
        ledger.add(POOL, 4);
        ledger.add(POOL + 1, 1);
        var alone = published(recorder, recorder);
        var shared = published(recorder, kept);
        var grant = Objects.requireNonNull(ledger.grant(POOL + 1, recorder, 0));

        assertThat(ledger.releaseAll(recorder)).containsExactlyInAnyOrder(alone, grant);
        assertThat(ledger.holds(shared, kept)).isTrue();
        assertThat(ledger.held(recorder, POOL)).isZero();
        assertThat(ledger.free(POOL + 1)).isEqualTo(1);
    }

    @Test
    void revokingTakesBackWhatIsNotPublished() {
        ledger.add(POOL, 3);
        var shown = published(queue);
        granted();
        granted();

        assertThat(ledger.revoke(POOL, recorder)).isZero();
        assertThat(ledger.revoke(POOL, screen)).isEqualTo(2);
        assertThat(ledger.revoke(POOL + 1, screen)).isZero();
        assertThat(ledger.free(POOL)).isEqualTo(2);
        assertThat(ledger.holds(shown, queue)).isTrue();
    }

    @Test
    void holdersAreToldWithWhatTheyHaveLongest() {
        ledger.add(POOL, 2);
        // Times before and behind the largest: nanoTime may wrap around.
        ledger.publish(granted(), screen, List.of(queue), Long.MAX_VALUE);
        ledger.publish(granted(), screen, List.of(queue, kept), Long.MIN_VALUE);

        assertThat(ledger.holders(POOL)).containsExactlyInAnyOrder(new Held(queue, 2, Long.MAX_VALUE),
                new Held(kept, 1, Long.MIN_VALUE));
        assertThat(ledger.holders(POOL + 1)).isEmpty();
    }

    @Test
    void aPoolGoesOnlyWhenAllOfItIsFree() {
        ledger.add(POOL, 1);
        var ref = published(queue);

        assertThatIllegalStateException().isThrownBy(() -> ledger.remove(POOL)).withMessageContaining("kernel (queue");
        ledger.release(ref, queue);
        ledger.remove(POOL);
        assertThat(ledger.knows(POOL)).isFalse();
        assertThat(ledger.release(ref, queue)).isEqualTo(Outcome.UNKNOWN_POOL);
        assertThatIllegalStateException().isThrownBy(() -> ledger.remove(POOL));
    }

    @Test
    void aPoolComesOnceAndHasSlots() {
        ledger.add(POOL, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> ledger.add(POOL, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.add(POOL + 1, 0));
    }

    @Test
    void moreHoldersThanUsualFindRoom() {
        ledger.add(POOL, 1);
        var ref = published(kept);
        for (int i = 0; i < 100; i++) {
            ledger.share(ref, kept, new Holder("sink" + i, "process"), i);
        }

        assertThat(ledger.holders(POOL)).hasSize(101).allMatch(held -> held.slots() == 1);
    }
}
