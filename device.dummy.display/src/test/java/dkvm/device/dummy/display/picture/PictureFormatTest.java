// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFormatTest {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 300;
    private static final int STRIDE = WIDTH * 4 + 28;

    /** Noise above, an even colour below, so that both ways to compress are taken; the unused bytes are not 0. */
    private static MemorySegment memory(boolean heap) {
        var bytes = new byte[STRIDE * HEIGHT];
        new Random(5).nextBytes(bytes);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x33);
        var segment = MemorySegment.ofArray(bytes);
        return heap ? segment : Arena.ofAuto().allocate(bytes.length).copyFrom(segment).asReadOnly();
    }

    private static int pixel(MemorySegment memory, int x, int y) {
        int at = y * STRIDE + x * 4;
        return (memory.get(ValueLayout.JAVA_BYTE, at + 2) & 0xFF) << 16
                | (memory.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF) << 8
                | (memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF);
    }

    private static byte[] written(PictureFormat format, MemorySegment memory, Rectangle area) throws Exception {
        var out = new ByteArrayOutputStream();
        format.write(new Pixels(memory, STRIDE, Fourcc.XR24, area), Channels.newChannel(out));
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"0,0,700,300", "0,0,1,1", "699,299,1,1", "3,5,401,7", "650,0,50,300", "0,100,700,100"})
    void writesPngThatOthersReadPixelForPixel(int x, int y, int width, int height) throws Exception {
        // One after the other in the same memory.
        var format = PictureFormat.named("png");
        for (boolean heap : new boolean[]{true, false}) {
            var memory = memory(heap);
            var file = written(format, memory, new Rectangle(x, y, width, height));
            PngChunks.of(file.clone());
            var image = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(new int[]{image.getWidth(), image.getHeight()}).containsExactly(width, height);
            for (int row = 0; row < height; row++) {
                var expected = new int[width];
                for (int column = 0; column < width; column++) {
                    expected[column] = 0xFF000000 | pixel(memory, x + column, y + row);
                }
                assertThat(image.getRGB(0, row, width, 1, null, 0, width)).isEqualTo(expected);
            }
        }
    }

    @Test
    void writesPictureAfterPictureOfChangingSizes() throws Exception {
        var memory = memory(true);
        for (var name : new String[]{"png", "ppm", "raw"}) {
            var format = PictureFormat.named(name);
            // 3 × 2 and 2 × 3 take as much room.
            for (var area : new Rectangle[]{new Rectangle(0, 0, 3, 2), new Rectangle(0, 0, 2, 3),
                    new Rectangle(0, 0, 700, 300), new Rectangle(1, 1, 2, 3)}) {
                assertThat(written(format, memory, area))
                        .isEqualTo(written(PictureFormat.named(name), memory, area));
            }
        }
    }

    @Test
    void compressesWhatShrinksAndStoresWhatDoesNot() throws Exception {
        var memory = memory(true);
        int raw = WIDTH * 3 * 100;
        assertThat(written(PictureFormat.named("png"), memory, new Rectangle(0, 200, 700, 100)))
                .hasSizeLessThan(raw / 50);
        assertThat(written(PictureFormat.named("png"), memory, new Rectangle(0, 0, 700, 100)))
                .hasSizeBetween(raw, raw + raw / 100);
    }

    @Test
    void writesPpm() throws Exception {
        var memory = memory(false);
        var file = written(PictureFormat.named("ppm"), memory, new Rectangle(3, 5, 401, 200));
        var header = "P6\n401 200\n255\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(file).startsWith(header).hasSize(header.length + 401 * 200 * 3);
        var expected = new byte[401 * 200 * 3];
        for (int i = 0; i < 401 * 200; i++) {
            int pixel = pixel(memory, 3 + i % 401, 5 + i / 401);
            expected[3 * i] = (byte) (pixel >> 16);
            expected[3 * i + 1] = (byte) (pixel >> 8);
            expected[3 * i + 2] = (byte) pixel;
        }
        assertThat(Arrays.copyOfRange(file, header.length, file.length)).isEqualTo(expected);
    }

    @Test
    void writesRawRowsAsTheyAre() throws Exception {
        var memory = memory(false);
        var file = MemorySegment.ofArray(written(PictureFormat.named("raw"), memory, new Rectangle(3, 5, 401, 200)));
        assertThat(file.byteSize()).isEqualTo(401 * 200 * 4);
        for (int y = 0; y < 200; y++) {
            assertThat(file.asSlice(y * 1604L, 1604).mismatch(memory.asSlice((5L + y) * STRIDE + 12, 1604)))
                    .isEqualTo(-1);
        }
        var packed = new Pixels(memory, WIDTH * 4, Fourcc.XR24, new Rectangle(0, 0, WIDTH, 40));
        var out = new ByteArrayOutputStream();
        PictureFormat.named("raw").write(packed, Channels.newChannel(out));
        assertThat(MemorySegment.ofArray(out.toByteArray()).mismatch(memory.asSlice(0, WIDTH * 40 * 4L))).isEqualTo(-1);
    }
}
