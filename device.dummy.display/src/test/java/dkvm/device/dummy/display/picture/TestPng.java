// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Makes a PNG file of any kind of random pixels, as the specification has it, and says what they are to look like. */
final class TestPng {
    private static final int[][] ADAM7 = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4},
            {1, 0, 2, 2}, {0, 1, 1, 2}};
    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    final int width;
    final int height;
    private final int depth;
    private final int colour;
    private final boolean interlaced;
    /** The samples of a pixel in one number, the first in the highest bits. */
    private final long[][] pixels;
    private final byte[] palette;
    /** The content of the tRNS chunk; empty: there is none. */
    private final byte[] transparent;
    private final Random random;

    TestPng(int colour, int depth, boolean interlaced, boolean isTransparent, int width, int height, Random random) {
        this.colour = colour;
        this.depth = depth;
        this.interlaced = interlaced;
        this.width = width;
        this.height = height;
        this.random = random;
        pixels = new long[height][width];
        for (var row : pixels) {
            for (int x = 0; x < width; x++) {
                row[x] = random.nextLong() & (-1L >>> (64 - bits()));
            }
        }
        palette = new byte[colour == 3 ? 3 << depth : 0];
        random.nextBytes(palette);
        transparent = !isTransparent ? new byte[0] : colour == 3 ? new byte[1 + random.nextInt(1 << depth)] : key();
        if (colour == 3) {
            random.nextBytes(transparent);
        }
    }

    private int samples() {
        return new int[]{1, 0, 3, 1, 2, 0, 4}[colour];
    }

    private int bits() {
        return samples() * depth;
    }

    private int sample(long pixel, int i) {
        return (int) (pixel >>> ((samples() - 1 - i) * depth)) & ((1 << depth) - 1);
    }

    /** The colour of one of the pixels, 16 bits each sample. */
    private byte[] key() {
        long pixel = pixels[random.nextInt(height)][random.nextInt(width)];
        var key = new byte[2 * samples()];
        for (int i = 0; i < samples(); i++) {
            key[2 * i] = (byte) (sample(pixel, i) >> 8);
            key[2 * i + 1] = (byte) sample(pixel, i);
        }
        return key;
    }

    int[] row(int y) {
        return IntStream.range(0, width).map(x -> expected(x, y)).toArray();
    }

    /** What a pixel is to look like: 8 bits of the higher ones, over black. */
    private int expected(int x, int y) {
        long pixel = pixels[y][x];
        int[] c = new int[4];
        int alpha = 255;
        if (colour == 3) {
            int index = (int) pixel;
            for (int i = 0; i < 3; i++) {
                c[i] = palette[3 * index + i] & 0xFF;
            }
            alpha = index < transparent.length ? transparent[index] & 0xFF : 255;
        } else {
            for (int i = 0; i < samples(); i++) {
                int sample = sample(pixel, i);
                c[i] = depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1);
            }
            boolean isGrey = samples() < 3;
            alpha = samples() == 4 ? c[3] : samples() == 2 ? c[1] : 255;
            c = isGrey ? new int[]{c[0], c[0], c[0]} : c;
            if (transparent.length > 0 && isKey(pixel)) {
                alpha = 0;
            }
        }
        return over(c[0], alpha) << 16 | over(c[1], alpha) << 8 | over(c[2], alpha);
    }

    private boolean isKey(long pixel) {
        for (int i = 0; i < samples(); i++) {
            if (sample(pixel, i) != ((transparent[2 * i] & 0xFF) << 8 | (transparent[2 * i + 1] & 0xFF))) {
                return false;
            }
        }
        return true;
    }

    private static int over(int sample, int alpha) {
        return (int) Math.round(sample * alpha / 255.0);
    }

    /** The file, with chunks that have nothing to do with the pixels among the others. */
    byte[] file() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        out.writeBytes(chunk("IHDR", width >> 24, width >> 16, width >> 8, width, height >> 24, height >> 16,
                height >> 8, height, depth, colour, 0, 0, interlaced ? 1 : 0));
        out.writeBytes(chunk("gAMA", 0, 0, 0x20, 0x20));
        out.writeBytes(chunk("sRGB", 0));
        if (palette.length > 0) {
            out.writeBytes(chunk("PLTE", palette));
        }
        if (transparent.length > 0) {
            out.writeBytes(chunk("tRNS", transparent));
        }
        var data = data();
        int half = data.length / 2;
        out.writeBytes(chunk("IDAT", Arrays.copyOf(data, half)));
        out.writeBytes(chunk("IDAT"));
        out.writeBytes(chunk("IDAT", Arrays.copyOfRange(data, half, data.length)));
        out.writeBytes(chunk("tEXt", "Title\0test".getBytes(StandardCharsets.US_ASCII)));
        out.writeBytes(chunk("IEND"));
        return out.toByteArray();
    }

    private byte[] data() {
        var out = new ByteArrayOutputStream();
        try (var data = new DeflaterOutputStream(out)) {
            for (var pass : interlaced ? ADAM7 : ONE_PASS) {
                pass(pass, data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void pass(int[] pass, DeflaterOutputStream out) throws IOException {
        int columns = (width - pass[0] + pass[2] - 1) / pass[2];
        int rows = (height - pass[1] + pass[3] - 1) / pass[3];
        if (columns <= 0) {
            return;
        }
        var before = new byte[(columns * bits() + 7) / 8];
        for (int y = 0; y < rows; y++) {
            var row = new byte[before.length];
            for (int x = 0; x < columns; x++) {
                long pixel = pixels[pass[1] + y * pass[3]][pass[0] + x * pass[2]];
                for (int i = 0; i < bits(); i++) {
                    int at = x * bits() + i;
                    row[at / 8] |= (byte) ((pixel >>> (bits() - 1 - i) & 1) << (7 - at % 8));
                }
            }
            int filter = random.nextInt(5);
            out.write(filter);
            out.write(filtered(filter, row, before));
            before = row;
        }
    }

    private byte[] filtered(int filter, byte[] row, byte[] above) {
        int step = Math.max(1, bits() / 8);
        var out = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            int a = i < step ? 0 : row[i - step] & 0xFF;
            int b = above[i] & 0xFF;
            int c = i < step ? 0 : above[i - step] & 0xFF;
            int p = a + b - c;
            int paeth = Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)
                    ? a
                    : Math.abs(p - b) <= Math.abs(p - c) ? b : c;
            out[i] = (byte) (row[i] - new int[]{0, a, b, (a + b) / 2, paeth}[filter]);
        }
        return out;
    }

    static byte[] chunk(String type, int... content) {
        var bytes = new byte[content.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return chunk(type, bytes);
    }

    static byte[] chunk(String type, byte[] content) {
        var out = new ByteArrayOutputStream();
        var crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(content);
        try (var data = new DataOutputStream(out)) {
            data.writeInt(content.length);
            data.writeBytes(type);
            data.write(content);
            data.writeInt((int) crc.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
