// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A picture in memory that is drawn: XR24, its rows right behind each other. A pixel is an {@code int 0x00RRGGBB}.
 *
 * @param pixels its bytes
 * @param width pixels of a row
 * @param height rows
 */
public record Canvas(MemorySegment pixels, int width, int height) {
    private static final ValueLayout.OfInt PIXEL = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * A canvas.
     *
     * @param pixels its bytes
     * @param format its size; nothing but XR24 with rows right behind each other
     * @return the canvas
     */
    public static Canvas of(MemorySegment pixels, FrameFormat format) {
        if (!format.equals(FrameFormat.xr24(format.width(), format.height()))) {
            throw new IllegalArgumentException("not drawn: " + format);
        }
        return new Canvas(pixels, format.width(), format.height());
    }

    /**
     * The whole of it.
     *
     * @return a rectangle of this width and height
     */
    public Rectangle area() {
        return new Rectangle(0, 0, width, height);
    }

    /**
     * Draws a part of a row.
     *
     * @param x its first column
     * @param y the row
     * @param source pixels
     * @param from the first of them to take
     * @param count how many
     */
    public void write(int x, int y, int[] source, int from, int count) {
        MemorySegment.copy(source, from, pixels, PIXEL, offset(x, y), count);
    }

    /**
     * Reads a whole row.
     *
     * @param y the row
     * @param target takes its pixels, the unused byte of each as it is
     */
    public void read(int y, int[] target) {
        MemorySegment.copy(pixels, PIXEL, offset(0, y), target, 0, width);
    }

    private long offset(int x, int y) {
        return ((long) y * width + x) * Integer.BYTES;
    }
}
