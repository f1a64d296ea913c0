// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * A picture that was read from a file. Its pixels are those of the file: neither gamma nor a colour profile is applied,
 * of 16 bits the higher 8 are taken, and alpha is laid over black: {@code round(sample × alpha / 255)}.
 */
public final class Picture {
    private static final int OPAQUE = 255;

    private final PngHeader header;
    private final Raster raster;
    /** Colours by sample, {@code 0xAARRGGBB}; empty: samples are colours. */
    private final int[] palette;
    /** The grey that is transparent; less than 0: none. */
    private final int transparentGrey;
    private byte[] samples = {};

    Picture(PngHeader header, BufferedImage image, int transparentGrey) {
        this.header = header;
        raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel colours) {
            palette = new int[colours.getMapSize()];
            colours.getRGBs(palette);
        } else {
            palette = new int[0];
        }
        // The decoder scales a grey of less than 8 bits before it compares it with the transparent one.
        this.transparentGrey = header.colour() == PngHeader.GREY && header.depth() < Byte.SIZE
                ? transparentGrey * (255 / ((1 << header.depth()) - 1))
                : -1;
    }

    /**
     * How wide it is.
     *
     * @return columns
     */
    public int width() {
        return header.width();
    }

    /**
     * How high it is.
     *
     * @return rows
     */
    public int height() {
        return header.height();
    }

    /**
     * Gives a row.
     *
     * @param y the row
     * @param pixels takes its pixels, each {@code 0x00RRGGBB}
     */
    public void row(int y, int[] pixels) {
        int bands = raster.getNumBands();
        byte[] row = raster.getTransferType() == DataBuffer.TYPE_USHORT ? highBytes(y) : bytes(y);
        for (int x = 0, i = 0; x < width(); x++, i += bands) {
            int first = row[i] & 0xFF;
            pixels[x] = switch (bands) {
                case 1 -> palette.length > 0 ? ofPalette(first) : grey(first, OPAQUE);
                case 2 -> grey(first, first == transparentGrey ? 0 : row[i + 1] & 0xFF);
                case 3 -> rgb(first, row[i + 1] & 0xFF, row[i + 2] & 0xFF, OPAQUE);
                default -> rgb(first, row[i + 1] & 0xFF, row[i + 2] & 0xFF, row[i + 3] & 0xFF);
            };
        }
    }

    private byte[] bytes(int y) {
        samples = (byte[]) raster.getDataElements(0, y, width(), 1, samples.length == 0 ? null : samples);
        return samples;
    }

    private byte[] highBytes(int y) {
        var wide = (short[]) raster.getDataElements(0, y, width(), 1, null);
        samples = samples.length == 0 ? new byte[wide.length] : samples;
        for (int i = 0; i < wide.length; i++) {
            samples[i] = (byte) (wide[i] >> Byte.SIZE);
        }
        return samples;
    }

    private int ofPalette(int sample) {
        int colour = palette[Math.min(sample, palette.length - 1)];
        return rgb(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF, colour >>> 24);
    }

    private static int grey(int sample, int alpha) {
        return overBlack(sample, alpha) * 0x010101;
    }

    private static int rgb(int red, int green, int blue, int alpha) {
        return overBlack(red, alpha) << 16 | overBlack(green, alpha) << 8 | overBlack(blue, alpha);
    }

    private static int overBlack(int sample, int alpha) {
        return alpha == OPAQUE ? sample : (sample * alpha + OPAQUE / 2) / OPAQUE;
    }
}
