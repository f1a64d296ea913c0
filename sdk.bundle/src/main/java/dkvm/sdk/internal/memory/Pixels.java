// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;

/** Copies parts of pictures. */
public final class Pixels {
    private Pixels() {}

    /**
     * Copies a part of one picture into another of the same format; whole rows where the size of a pixel is not known.
     *
     * @param from holds the part
     * @param to gets it
     * @param format the format of both
     * @param damage the part
     * @return how many bytes it copied
     */
    public static long copy(MemorySegment from, MemorySegment to, FrameFormat format, Damage damage) {
        long copied = 0;
        for (var rectangle : damage.rectangles()) {
            copied += copy(from, to, format, rectangle);
        }
        return copied;
    }

    private static long copy(MemorySegment from, MemorySegment to, FrameFormat format, Rectangle r) {
        int pixel = Fourcc.bytesPerPixel(format.fourcc());
        long begin = (long) r.y() * format.stride();
        if (pixel == 0 || r.width() == format.width()) {
            long length = (long) r.height() * format.stride();
            MemorySegment.copy(from, begin, to, begin, length);
            return length;
        }
        long row = (long) r.width() * pixel;
        for (int i = 0; i < r.height(); i++) {
            long at = begin + (long) i * format.stride() + (long) r.x() * pixel;
            MemorySegment.copy(from, at, to, at, row);
        }
        return row * r.height();
    }
}
