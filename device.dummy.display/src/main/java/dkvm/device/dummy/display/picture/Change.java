// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.event.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the picture on a canvas another one, and finds what differs: a rectangle in each of 16 bands of rows. */
public final class Change {
    private static final int BANDS = 16;

    private final Canvas canvas;
    private final int[] old;
    private final int[] now;
    private final List<Rectangle> changes = new ArrayList<>(BANDS);

    private Change(Canvas canvas) {
        this.canvas = canvas;
        old = new int[canvas.width()];
        now = new int[canvas.width()];
    }

    /**
     * Draws what is not there yet.
     *
     * @param picture what shall be on the canvas, of the same size
     * @param canvas holds another picture
     * @return 1 to 16 rectangles outside of which nothing changed
     */
    public static List<Rectangle> to(Picture picture, Canvas canvas) {
        var change = new Change(canvas);
        int height = canvas.height();
        for (int band = 0; band < BANDS; band++) {
            change.band(picture, (int) ((long) band * height / BANDS), (int) ((band + 1L) * height / BANDS));
        }
        // An empty list would mean that everything changed.
        return change.changes.isEmpty() ? List.of(new Rectangle(0, 0, 1, 1)) : change.changes;
    }

    private void band(Picture picture, int from, int to) {
        int left = canvas.width();
        int right = 0;
        int top = -1;
        int bottom = 0;
        for (int y = from; y < to; y++) {
            picture.row(y, now);
            canvas.read(y, old);
            int first = Arrays.mismatch(old, now);
            if (first >= 0) {
                int end = now.length;
                while (old[end - 1] == now[end - 1]) {
                    end--;
                }
                canvas.write(first, y, now, first, end - first);
                left = Math.min(left, first);
                right = Math.max(right, end);
                top = top < 0 ? y : top;
                bottom = y + 1;
            }
        }
        if (top >= 0) {
            changes.add(new Rectangle(left, top, right - left, bottom - top));
        }
    }
}
