// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each slot lacks what was sent since it was filled, and no more. */
class BufferAgeTest {
    private static final FrameFormat FORMAT = FrameFormat.xr24(100, 100);
    private static final Damage ALL = Damage.all(FORMAT);

    private final Arena arena = Arena.ofAuto();
    private final Pool pool = new Pool(1, "video", new PoolFile("", 0, 0, true), 40_000, 4, arena,
            arena.allocate(160_000), _ -> {});
    private final BufferAge age = new BufferAge(FORMAT);

    private Slot slot(int index) {
        return new Slot(pool, index, 1);
    }

    private static Damage at(int x, int y) {
        return new Damage(List.of(new Rectangle(x, y, 10, 10)));
    }

    private Damage send(int index, Damage drawn, boolean current) {
        age.opened(slot(index), current);
        return age.sent(slot(index), drawn);
    }

    @Test
    void aSlotLacksAllUntilItIsFilledAndThenWhatOthersSent() {
        assertThat(age.missing(slot(0))).isEqualTo(ALL);
        assertThat(age.newest()).isEmpty();
        assertThat(send(0, at(0, 0), false)).isEqualTo(ALL);
        assertThat(age.isNewest(slot(0))).isTrue();
        assertThat(send(1, at(20, 0), true)).isEqualTo(at(20, 0));
        assertThat(age.missing(slot(0))).isEqualTo(at(20, 0));
        assertThat(age.missing(slot(1)).isEmpty()).isTrue();
        assertThat(age.missing(slot(2))).isEqualTo(ALL);
        send(2, at(40, 40), true);
        assertThat(age.missing(slot(0)).rectangles()).hasSize(2);
        assertThat(age.missing(slot(0)).area()).isEqualTo(200);
        assertThat(age.missing(slot(1))).isEqualTo(at(40, 40));
    }

    @Test
    void whatWasClosedLacksAllAndTheNewestIsNoSourceWhileSomebodyDrawsInIt() {
        send(0, ALL, false);
        send(1, at(0, 0), true);
        age.opened(slot(1), true);
        assertThat(age.newest()).isEmpty();
        age.closed(slot(1));
        assertThat(age.missing(slot(1))).isEqualTo(ALL);
        assertThat(age.newest()).isEmpty();
    }

    @Test
    void damageKeepsApartWhatIsApart() {
        assertThat(at(0, 0).plus(at(0, 0))).isEqualTo(at(0, 0));
        assertThat(at(0, 0).plus(new Damage(List.of(new Rectangle(0, 0, 50, 50)))).rectangles())
                .containsExactly(new Rectangle(0, 0, 50, 50));
        assertThat(at(0, 0).plus(at(90, 90)).area()).isEqualTo(200);
        assertThat(at(0, 0).plus(at(1, 0)).rectangles()).as("overlaps that cost more than the box")
                .containsExactly(new Rectangle(0, 0, 11, 10));
        assertThat(Damage.NONE.plus(at(0, 0))).isEqualTo(at(0, 0));
        assertThat(at(0, 0).plus(Damage.NONE)).isEqualTo(at(0, 0));
        var many = new ArrayList<Rectangle>();
        for (int i = 0; i < 200; i++) {
            many.add(new Rectangle(i % 20 * 5, i / 20 * 5, 1, 1));
        }
        assertThat(many.stream().map(r -> new Damage(List.of(r))).reduce(Damage.NONE, Damage::plus).rectangles())
                .hasSizeLessThan(129);
    }

    @Test
    void copiesThatPartAlone() {
        var from = arena.allocate(FORMAT.bytes()).fill((byte) 1);
        var to = arena.allocate(FORMAT.bytes());
        assertThat(Pixels.copy(from, to, FORMAT, at(3, 4))).isEqualTo(10 * 10 * 4);
        long copied = 0;
        for (long i = 0; i < to.byteSize(); i++) {
            copied += to.asByteBuffer().get((int) i);
        }
        assertThat(copied).isEqualTo(10 * 10 * 4);
        var unknown = new FrameFormat(100, 100, 400, 0x20202020);
        assertThat(Pixels.copy(from, to, unknown, at(3, 4))).as("whole rows").isEqualTo(10 * 400);
    }

    @Test
    void refusesRectanglesOutside() {
        assertThatThrownBy(() -> Damage.of(FORMAT, List.of(new Rectangle(100, 0, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Damage.of(FORMAT, List.of()).listed(FORMAT)).isEmpty();
    }
}
