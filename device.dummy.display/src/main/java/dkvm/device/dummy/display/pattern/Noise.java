// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.pattern;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.Rectangle;
import java.util.List;

/**
 * Noise all over, new in each picture.
 *
 * @param width columns
 * @param height rows
 * @param seed pictures of another seed are others
 */
public record Noise(int width, int height, long seed) implements Pattern {

    @Override
    public List<Rectangle> changes(long n) {
        return List.of(new Rectangle(0, 0, width, height));
    }

    @Override
    public void draw(long n, Canvas canvas, Rectangle area) {
        var row = new int[width];
        for (int y = area.y(); y < area.bottom(); y++) {
            Scatter.fill(row, width, Scatter.mix(seed, n, y));
            canvas.write(0, y, row, 0, width);
        }
    }
}
