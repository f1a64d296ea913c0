// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.pattern;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Eight upright colour bars that move to the left, {@value #STEP} columns a picture.
 *
 * @param width columns
 * @param height rows
 */
public record Bars(int width, int height) implements Pattern {
    /** How far the bars move from one picture to the next. */
    static final int STEP = 4;

    private static final int MAX_RECTANGLES = 16;
    /** The colour bars of television at 75 %: white, yellow, cyan, green, magenta, red, blue, black. */
    private static final int[] COLOURS = {0xBFBFBF, 0xBFBF00, 0x00BFBF, 0x00BF00, 0xBF00BF, 0xBF0000, 0x0000BF, 0};

    @Override
    public List<Rectangle> changes(long n) {
        var before = row(n - 1);
        var now = row(n);
        var changes = new ArrayList<Rectangle>();
        for (int x = 0; x < width; x++) {
            int from = x;
            while (x < width && before[x] != now[x]) {
                x++;
            }
            if (x > from) {
                changes.add(new Rectangle(from, 0, x - from, height));
            }
        }
        return changes.isEmpty() || changes.size() > MAX_RECTANGLES
                ? List.of(new Rectangle(0, 0, width, height))
                : changes;
    }

    @Override
    public void draw(long n, Canvas canvas, Rectangle area) {
        var row = row(n);
        for (int y = area.y(); y < area.bottom(); y++) {
            canvas.write(area.x(), y, row, area.x(), area.width());
        }
    }

    /** All rows are the same. */
    private int[] row(long n) {
        int shift = (int) (n % width * STEP % width);
        var row = new int[width];
        for (int x = 0; x < width; x++) {
            row[x] = COLOURS[(int) ((long) (x + shift) % width * COLOURS.length / width)];
        }
        return row;
    }
}
