// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.util.List;

/** The pictures that a source shows, counted from 0. */
sealed interface Show permits PatternShow, FileShow {

    /** How many there are before it is over, or begins again; 0: it has no end. */
    long length();

    /** The size of a picture, which is then drawn next. */
    FrameFormat format(long n) throws DeviceFailure;

    /** Draws a picture on a canvas of its size, whatever is on that. */
    void draw(long n, Canvas canvas);

    /**
     * Makes of the picture before this one.
     *
     * @param n the picture's number
     * @param before the number of the picture that is on the canvas
     * @param canvas of the size of both
     * @return what changed; empty: everything
     */
    List<Rectangle> update(long n, long before, Canvas canvas);
}
