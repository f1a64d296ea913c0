// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatternTest {
    private static final int[][] SIZES = {{1, 1}, {3, 2}, {64, 64}, {65, 63}, {200, 100}, {641, 361}};
    private static final long SEED = System.nanoTime();

    static Stream<Pattern> patterns() {
        return Arrays.stream(SIZES).flatMap(size -> Stream.of(new Bars(size[0], size[1]),
                new Noise(size[0], size[1], 7), new Tiles(size[0], size[1], 7), new Tiles(size[0], size[1], -1)));
    }

    static Rectangle area(Pattern pattern) {
        return switch (pattern) {
            case Bars bars -> new Rectangle(0, 0, bars.width(), bars.height());
            case Noise noise -> new Rectangle(0, 0, noise.width(), noise.height());
            case Tiles tiles -> new Rectangle(0, 0, tiles.width(), tiles.height());
        };
    }

    /** A picture by itself, on a canvas of rubbish. */
    private static int[] picture(Pattern pattern, long n) {
        var area = area(pattern);
        var pixels = new int[area.width() * area.height()];
        Arrays.fill(pixels, 0x5A5A5A5A);
        pattern.draw(n, canvas(pattern, pixels), area);
        return pixels;
    }

    private static Canvas canvas(Pattern pattern, int[] pixels) {
        return Canvas.of(MemorySegment.ofArray(pixels),
                FrameFormat.xr24(area(pattern).width(), area(pattern).height()));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void differFromThePictureBeforeWithinTheChangesOnly(Pattern pattern) {
        var random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            long n = 1 + (i < 10 ? i : random.nextLong(1L << (1 + random.nextInt(50))));
            var before = picture(pattern, n - 1);
            var now = picture(pattern, n);
            var changes = pattern.changes(n);
            assertThat(changes).hasSizeBetween(1, FrameEvent.MAX_DAMAGE).allMatch(area(pattern)::contains);
            for (var part : changes) {
                for (int y = part.y(); y < part.bottom(); y++) {
                    int from = y * area(pattern).width() + part.x();
                    Arrays.fill(before, from, from + part.width(), 0);
                    Arrays.fill(now, from, from + part.width(), 0);
                }
            }
            assertThat(Arrays.equals(before, now)).as("picture %d, seed %d", n, SEED).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void areTheSameDrawnOneAfterTheOtherAndEachByItself(Pattern pattern) {
        var pixels = picture(pattern, 0);
        for (long n = 1; n < 40; n++) {
            for (var part : pattern.changes(n)) {
                pattern.draw(n, canvas(pattern, pixels), part);
            }
            assertThat(Arrays.equals(pixels, picture(pattern, n))).as("picture %d", n).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void drawAllPixelsAndLeaveTheUnusedByteEmpty(Pattern pattern) {
        for (long n : new long[]{0, 1, 1000, Long.MAX_VALUE / 2}) {
            assertThat(Arrays.stream(picture(pattern, n)).allMatch(pixel -> pixel >>> 24 == 0)).isTrue();
        }
    }

    @Test
    void moveBarsFourColumnsToTheLeft() {
        var bars = new Bars(200, 3);
        var first = picture(bars, 0);
        assertThat(Arrays.stream(first).limit(200).distinct()).containsExactly(0xBFBFBF, 0xBFBF00, 0x00BFBF, 0x00BF00,
                0xBF00BF, 0xBF0000, 0x0000BF, 0);
        assertThat(Arrays.copyOfRange(first, 0, 26)).containsOnly(0xBFBFBF, 0xBFBF00).endsWith(0xBFBF00);
        for (long n : new long[]{1, 7, 50, 1_000_003}) {
            var now = picture(bars, n);
            for (int x = 0; x < 200; x++) {
                assertThat(now[x]).isEqualTo(first[(int) ((x + n * 4) % 200)]);
            }
        }
        assertThat(bars.changes(1)).hasSize(8).allMatch(part -> part.width() == 4 && part.height() == 3);
    }

    /** Whoever wants to check a sink computes it like this. */
    @Test
    void makeNoiseOfSeedAndNumberAlone() {
        var noise = picture(new Noise(5, 4, 42), 9);
        for (int y = 0; y < 4; y++) {
            long seed = mixed(mixed(mixed(42) ^ 9) ^ y);
            for (int x = 0; x < 5; x++) {
                long state = seed + (x / 2 + 1) * 0x9E3779B97F4A7C15L;
                long number = (state ^ state >>> 32) * 0xBF58476D1CE4E5B9L;
                number ^= number >>> 32;
                assertThat(noise[y * 5 + x]).isEqualTo((int) (number >>> (x % 2 * 32)) & 0xFFFFFF);
            }
        }
        assertThat(noise).isNotEqualTo(picture(new Noise(5, 4, 43), 9)).isNotEqualTo(picture(new Noise(5, 4, 42), 10));
    }

    private static long mixed(long part) {
        return finish(part + 0x9E3779B97F4A7C15L);
    }

    private static long finish(long number) {
        long z = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    @Test
    void renewEveryTileOnceInARoundAndInAnotherOrderInTheNext() {
        var tiles = new Tiles(640, 480, 3);
        int turns = (10 * 8 + 7) / 8;
        var orders = Stream.of(0, 1, 2).map(round -> Stream.iterate(1L, n -> n + 1).limit(turns)
                .flatMap(n -> tiles.changes(round * turns + n).stream()).toList()).toList();
        for (var order : orders) {
            assertThat(order).hasSize(80).doesNotHaveDuplicates();
        }
        assertThat(orders).doesNotHaveDuplicates();
        assertThat(tiles.changes(1)).hasSize(8);
    }

    @Test
    void renewTilesWithWhatWasNeverThere() {
        var tiles = new Tiles(64, 64, 3);
        var seen = Stream.iterate(0L, n -> n + 1).limit(100).map(n -> Arrays.hashCode(picture(tiles, n))).toList();
        assertThat(seen).doesNotHaveDuplicates();
    }
}
