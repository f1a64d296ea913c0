// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.pattern;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.Rectangle;
import java.util.List;

/** Pictures without end, counted from 0. Immutable. */
public sealed interface Pattern permits Bars, Noise, Tiles {

    /**
     * What differs from the picture before.
     *
     * @param n the picture's number, at least 1
     * @return 1 to 16 rectangles
     */
    List<Rectangle> changes(long n);

    /**
     * Draws a picture, or a part of it.
     *
     * @param n the picture's number
     * @param canvas where to draw, of the pattern's size
     * @param area the part that has to be right afterwards; what else is drawn is of the same picture
     */
    void draw(long n, Canvas canvas, Rectangle area);
}
