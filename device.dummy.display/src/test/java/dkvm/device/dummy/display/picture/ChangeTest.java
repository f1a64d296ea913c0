// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {
    private static final int WIDTH = 90;
    private static final int HEIGHT = 70;

    @TempDir
    Path folder;

    private Picture picture(int[] pixels) throws Exception {
        var bytes = MemorySegment.ofArray(pixels);
        var out = new ByteArrayOutputStream();
        var format = FrameFormat.xr24(WIDTH, HEIGHT);
        PictureFormat.named("png").write(new Pixels(bytes, format.stride(), format.fourcc(), format.area()),
                Channels.newChannel(out));
        return new PngReader().read(Files.write(folder.resolve("a.png"), out.toByteArray()));
    }

    private static Canvas canvas(int[] pixels) {
        return new Canvas(MemorySegment.ofArray(pixels), WIDTH, HEIGHT);
    }

    @Test
    void findsRectanglesOutsideOfWhichNothingChanged() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var old = random.ints(WIDTH * HEIGHT, 0, 1 << 24).toArray();
            var now = old.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                now[random.nextInt(now.length)] ^= 1;
            }
            var drawn = old.clone();
            var changes = Change.to(picture(now), canvas(drawn));
            assertThat(drawn).as("seed %d", seed).isEqualTo(now);
            assertThat(changes).hasSizeBetween(1, 16);
            for (var part : changes) {
                for (int y = part.y(); y < part.bottom(); y++) {
                    Arrays.fill(old, y * WIDTH + part.x(), y * WIDTH + part.right(), 0);
                    Arrays.fill(now, y * WIDTH + part.x(), y * WIDTH + part.right(), 0);
                }
            }
            assertThat(old).as("seed %d", seed).isEqualTo(now);
        }
    }

    @Test
    void findsNoMoreThanWhatChanged() throws Exception {
        var old = new int[WIDTH * HEIGHT];
        var now = old.clone();
        now[13 * WIDTH + 20] = 1;
        now[14 * WIDTH + 30] = 1;
        now[69 * WIDTH + 89] = 1;
        assertThat(Change.to(picture(now), canvas(old))).containsExactly(new Rectangle(20, 13, 11, 2),
                new Rectangle(89, 69, 1, 1));
    }

    @Test
    void namesOnePixelWhereNothingChangedBecauseNoneWouldMeanAll() throws Exception {
        var old = new int[WIDTH * HEIGHT];
        assertThat(Change.to(picture(old), canvas(old.clone()))).containsExactly(new Rectangle(0, 0, 1, 1));
    }
}
