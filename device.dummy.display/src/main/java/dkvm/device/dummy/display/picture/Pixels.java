// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.Rectangle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * A picture in memory that is read, or a part of one.
 *
 * @param memory the whole picture's bytes
 * @param stride bytes from one row to the next
 * @param fourcc the form of its pixels
 * @param area the part that counts
 */
public record Pixels(MemorySegment memory, int stride, int fourcc, Rectangle area) {
    private static final int RGB = 3;

    /**
     * A part of a frame.
     *
     * @param frame the frame
     * @param area the part
     * @return its pixels, where they are
     */
    public static Pixels of(FrameEvent frame, Rectangle area) {
        return new Pixels(frame.buffer().segment(), frame.format().stride(), frame.format().fourcc(), area);
    }

    int width() {
        return area.width();
    }

    int height() {
        return area.height();
    }

    /** The bytes of some rows as they are, if those of a row lie right behind those of the one before. */
    ByteBuffer bytes(int row, int rows) {
        return memory.asSlice(offset(row), (long) rows * rowBytes()).asByteBuffer();
    }

    /** Whether there is nothing between two rows. */
    boolean isPacked() {
        return rowBytes() == stride;
    }

    int rowBytes() {
        return area.width() * Fourcc.bytesPerPixel(fourcc);
    }

    /**
     * Gives a row as red, green, blue.
     *
     * @param row the row, from the area's first
     * @param scratch room for {@link #rowBytes()}
     * @param target takes the samples
     * @param at where in it
     */
    void rgb(int row, byte[] scratch, byte[] target, int at) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset(row), scratch, 0, rowBytes());
        for (int from = 0, to = at; from < rowBytes(); from += Integer.BYTES, to += RGB) {
            target[to] = scratch[from + 2];
            target[to + 1] = scratch[from + 1];
            target[to + 2] = scratch[from];
        }
    }

    private long offset(int row) {
        return (long) (area.y() + row) * stride + (long) area.x() * Fourcc.bytesPerPixel(fourcc);
    }
}
