// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PngReaderTest {
    private static final int IEND = 12;

    @TempDir
    Path folder;
    private final PngReader reader = new PngReader();

    static Stream<Arguments> kinds() {
        return Stream.of(new int[][]{{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 2}, {3, 4},
                {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}})
                .flatMap(kind -> Stream.of(false, true).flatMap(interlaced -> Stream.of(false, true)
                        .filter(transparent -> !transparent || kind[0] < 4)
                        .map(transparent -> Arguments.of(kind[0], kind[1], interlaced, transparent))));
    }

    private Path file(byte[] content) throws Exception {
        return Files.write(folder.resolve("picture.png"), content);
    }

    @ParameterizedTest(name = "colour type {0}, {1} bits, interlaced {2}, tRNS {3}")
    @MethodSource("kinds")
    void readsEveryKindOfPngPixelForPixel(int colour, int depth, boolean interlaced, boolean transparent)
            throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int[][] sizes = {{1, 1}, {2, 3}, {3, 1}, {5, 5}, {8, 8}, {9, 7}, {33, 31}, {1, 40}, {200, 17}};
        for (var size : sizes) {
            var png = new TestPng(colour, depth, interlaced, transparent, size[0], size[1], random);
            var picture = reader.read(file(png.file()));
            assertThat(new int[]{picture.width(), picture.height()}).isEqualTo(size);
            var row = new int[size[0]];
            for (int y = 0; y < size[1]; y++) {
                picture.row(y, row);
                assertThat(row).as("%d×%d, row %d, seed %d", size[0], size[1], y, seed).isEqualTo(png.row(y));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void refusesEveryFileThatIsCutOffOrChanged(int colour, int depth, boolean interlaced, boolean transparent)
            throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var whole = new TestPng(colour, depth, interlaced, transparent, 9, 7, random).file();
        for (int length = 0; length < whole.length; length += 1 + random.nextInt(12)) {
            assertBroken(Arrays.copyOf(whole, length));
        }
        for (int end = chunkEnd(whole, 8); end < whole.length; end = chunkEnd(whole, end)) {
            for (int length : new int[]{end - 1, end, end + 1, end + 8}) {
                assertBroken(Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
            }
        }
        for (int i = 0; i < 20; i++) {
            var changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertBroken(changed);
        }
    }

    private static int chunkEnd(byte[] file, int begin) {
        return begin + 12 + ByteBuffer.wrap(file).getInt(begin);
    }

    @Test
    void refusesPixelsThatAreTooFewOrNotCompressed() throws Exception {
        var file = new TestPng(2, 8, false, false, 20, 20, new Random(1)).file();
        int header = 8 + 25;
        var few = new ByteArrayOutputStream();
        try (var data = new DeflaterOutputStream(few)) {
            data.write(new byte[61 * 19]);
        }
        for (var data : new byte[][]{few.toByteArray(), new byte[100], {}}) {
            assertBroken(joined(Arrays.copyOf(file, header), TestPng.chunk("IDAT", data),
                    Arrays.copyOfRange(file, file.length - IEND, file.length)));
        }
        assertBroken(joined(Arrays.copyOf(file, header), Arrays.copyOfRange(file, file.length - IEND, file.length)));
        assertBroken("GIF89a, and no PNG".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesAnUnknownChunkThatMatters() throws Exception {
        var file = new TestPng(2, 8, false, false, 20, 20, new Random(1)).file();
        assertBroken(joined(Arrays.copyOf(file, 33), TestPng.chunk("CgBI"),
                Arrays.copyOfRange(file, 33, file.length)));
    }

    /** A text or a colour profile may unpack to gigabytes; the decoder never sees one. */
    @Test
    void passesNothingOnThatIsNoPixel() throws Exception {
        var file = new TestPng(3, 8, false, true, 3, 3, new Random(1)).file();
        var stuffed = joined(Arrays.copyOf(file, 33), TestPng.chunk("zTXt", new byte[5000]),
                TestPng.chunk("iCCP", new byte[5000]), Arrays.copyOfRange(file, 33, file.length));
        var kept = PngChunks.of(stuffed.clone()).kept();
        var bytes = new byte[kept.remaining()];
        kept.get(bytes);
        var names = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(names).contains("IHDR", "PLTE", "tRNS", "IDAT").doesNotContain("zTXt", "iCCP", "gAMA", "sRGB",
                "tEXt");
        assertThat(reader.read(file(stuffed)).width()).isEqualTo(3);
    }

    @Test
    void refusesPicturesThatDoNotFitBeforeItMakesRoom() throws Exception {
        for (var size : new int[][]{{16_385, 1}, {1, 16_385}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {0, 5},
                {5, -1}}) {
            assertBroken(header(size[0], size[1]), "each side is to be 1 to 16384");
        }
        var path = file(header(4096, 2048));
        assertThatThrownBy(() -> new PngReader(60 << 20).read(path)).isInstanceOf(DeviceFailure.class)
                .hasMessage(path + ": a picture of 4096×2048 pixels takes 65 MiB to read, and there are 60");
    }

    private static byte[] header(int width, int height) {
        var content = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 16).put((byte) 6).array();
        return joined(new byte[]{(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, TestPng.chunk("IHDR", content));
    }

    @Test
    void saysWhenThereIsNoFileToRead() throws Exception {
        assertThatThrownBy(() -> reader.read(folder.resolve("none.png"))).isInstanceOf(DeviceFailure.class)
                .hasMessage("cannot read " + folder.resolve("none.png") + ": no such file")
                .extracting(e -> ((DeviceFailure) e).reason()).isEqualTo(Reason.NO_INPUT);
        assertThatThrownBy(() -> reader.read(folder))
                .hasMessage("cannot read " + folder + ": it is a folder");
    }

    private void assertBroken(byte[] content) throws Exception {
        assertBroken(content, "");
    }

    private void assertBroken(byte[] content, String words) throws Exception {
        var path = file(content);
        assertThatThrownBy(() -> reader.read(path)).isInstanceOf(DeviceFailure.class)
                .hasMessageStartingWith(path + ": ").hasMessageContaining(words)
                .extracting(e -> ((DeviceFailure) e).reason()).isEqualTo(Reason.BAD_DATA);
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
