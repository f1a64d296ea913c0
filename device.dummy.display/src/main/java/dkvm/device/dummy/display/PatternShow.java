// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.pattern.Pattern;
import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.util.List;

/**
 * Shows a pattern.
 *
 * @param pattern what
 * @param format its size
 * @param length how many pictures of it
 */
record PatternShow(Pattern pattern, FrameFormat format, long length) implements Show {

    @Override
    public FrameFormat format(long n) {
        return format;
    }

    @Override
    public void draw(long n, Canvas canvas) {
        pattern.draw(n, canvas, canvas.area());
    }

    @Override
    public List<Rectangle> update(long n, long before, Canvas canvas) {
        if (n != before + 1) {
            draw(n, canvas);
            return List.of();
        }
        var changes = pattern.changes(n);
        changes.forEach(part -> pattern.draw(n, canvas, part));
        return changes;
    }
}
