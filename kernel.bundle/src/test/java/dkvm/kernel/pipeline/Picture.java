// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.wire.v1.Frame;
import dkvm.sdk.wire.v1.Rectangle;
import java.util.Arrays;
import java.util.List;

/** A picture of few pixels: of each, which frame changed it last. Never changed once it is published. */
final class Picture {
    private final int width;
    private final int height;
    private final long[] pixels;

    private Picture(int width, int height, long[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    static Picture blank(int width, int height) {
        return new Picture(width, height, new long[width * height]);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Row by row. */
    long[] pixels() {
        return pixels;
    }

    Picture copy() {
        return new Picture(width, height, pixels.clone());
    }

    boolean like(Frame frame) {
        return width == frame.getWidth() && height == frame.getHeight();
    }

    boolean equal(Picture other) {
        return width == other.width && height == other.height && Arrays.equals(pixels, other.pixels);
    }

    /** Takes over what lies in some parts of another picture. */
    void update(Picture from, List<Rectangle> parts) {
        for (var part : parts) {
            for (int y = part.getY(); y < part.getY() + part.getHeight(); y++) {
                System.arraycopy(from.pixels, y * width + part.getX(), pixels, y * width + part.getX(),
                        part.getWidth());
            }
        }
    }
}
