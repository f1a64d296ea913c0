// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/**
 * The size of a picture and the form of its pixels. Only forms whose pixels lie row by row in one plane are carried.
 *
 * @param width pixels of a row, 1 to {@link #MAX_SIDE}
 * @param height rows, 1 to {@link #MAX_SIDE}
 * @param stride bytes from the beginning of one row to that of the next, at least a row's pixels
 * @param fourcc the form of the pixels, see {@link Fourcc}
 */
public record FrameFormat(int width, int height, int stride, int fourcc) {
    /** The largest width and height, in pixels. */
    public static final int MAX_SIDE = 65536;

    /**
     * Refuses what is no picture.
     *
     * @throws IllegalArgumentException if a side is out of range, or the stride is shorter than a row
     */
    public FrameFormat {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "×" + height + " pixels; each side is to be 1 to " + MAX_SIDE);
        }
        if (stride < Math.max(1, width * Fourcc.bytesPerPixel(fourcc))) {
            throw new IllegalArgumentException("a stride of " + stride + " bytes for " + width + " pixels of "
                    + Fourcc.name(fourcc));
        }
    }

    /**
     * The usual format: {@link Fourcc#XR24}, one row right behind the other.
     *
     * @param width pixels of a row
     * @param height rows
     * @return the format
     */
    public static FrameFormat xr24(int width, int height) {
        return new FrameFormat(width, height, 4 * width, Fourcc.XR24);
    }

    /**
     * What a picture takes.
     *
     * @return {@code stride} × {@code height} bytes
     */
    public long bytes() {
        return (long) stride * height;
    }

    /**
     * The whole picture.
     *
     * @return a rectangle of this width and height
     */
    public Rectangle area() {
        return new Rectangle(0, 0, width, height);
    }
}
