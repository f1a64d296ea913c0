// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.v1.Frame;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DamageTest {
    private static final int SIDE = 12;
    private static final int ROUNDS = 20_000;

    private final Damage one = new Damage(false, List.of(new Rectangle(0, 0, 2, 2)));
    private final Damage other = new Damage(false, List.of(new Rectangle(5, 5, 1, 1)));

    @Test
    void isEverywhereIfAFrameSaysNothing() {
        assertThat(Damage.of(Frame.newBuilder().setWidth(4).setHeight(4).build())).isEqualTo(Damage.EVERYWHERE);
        assertThat(Damage.of(Frame.newBuilder().setWidth(4).setHeight(4)
                .addDamage(dkvm.sdk.wire.v1.Rectangle.newBuilder().setX(1).setY(2).setWidth(3).setHeight(1)).build()))
                .isEqualTo(new Damage(false, List.of(new Rectangle(1, 2, 3, 1))));
    }

    @Test
    void addsUp() {
        assertThat(one.plus(other).rectangles()).containsExactlyInAnyOrder(new Rectangle(0, 0, 2, 2),
                new Rectangle(5, 5, 1, 1));
        assertThat(one.plus(Damage.NOWHERE)).isEqualTo(one);
        assertThat(Damage.NOWHERE.plus(one)).isEqualTo(one);
        assertThat(one.plus(Damage.EVERYWHERE)).isEqualTo(Damage.EVERYWHERE);
        assertThat(Damage.EVERYWHERE.plus(one)).isEqualTo(Damage.EVERYWHERE);
        assertThat(Damage.NOWHERE.plus(Damage.NOWHERE).nowhere()).isTrue();
    }

    @Test
    void takesNoRectangleTwice() {
        assertThat(one.plus(one)).isEqualTo(one);
        assertThat(one.plus(new Damage(false, List.of(new Rectangle(1, 1, 1, 1))))).isEqualTo(one);
    }

    @Test
    void isTheBoundingBoxOfMoreThanSixteen() {
        var sixteen = new Damage(false, IntStream.range(0, Damage.MOST).mapToObj(i -> new Rectangle(2 * i, i, 1, 1))
                .toList());

        assertThat(Damage.NOWHERE.plus(sixteen).rectangles()).hasSize(Damage.MOST);
        assertThat(sixteen.plus(new Damage(false, List.of(new Rectangle(0, 99, 1, 1)))).rectangles())
                .containsExactly(new Rectangle(0, 0, 2 * Damage.MOST - 1, 100));
    }

    @Test
    void coversAtLeastBoth() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var a = any(random);
            var b = any(random);
            var sum = a.plus(b);
            assertThat(sum.rectangles()).hasSizeLessThanOrEqualTo(Damage.MOST);
            for (int x = 0; x < SIDE; x++) {
                for (int y = 0; y < SIDE; y++) {
                    if (covers(a, x, y) || covers(b, x, y)) {
                        assertThat(covers(sum, x, y)).as("seed %s: %s + %s = %s", seed, a, b, sum).isTrue();
                    }
                }
            }
        }
    }

    private static Damage any(Random random) {
        return random.nextInt(20) == 0
                ? Damage.EVERYWHERE
                : new Damage(false, IntStream.range(0, random.nextInt(Damage.MOST + 1)).mapToObj(_ -> {
                    int x = random.nextInt(SIDE);
                    int y = random.nextInt(SIDE);
                    return new Rectangle(x, y, 1 + random.nextInt(SIDE - x), 1 + random.nextInt(SIDE - y));
                }).toList());
    }

    private static boolean covers(Damage damage, int x, int y) {
        return damage.everywhere() || damage.rectangles().stream()
                .anyMatch(r -> r.x() <= x && x < r.right() && r.y() <= y && y < r.bottom());
    }
}
