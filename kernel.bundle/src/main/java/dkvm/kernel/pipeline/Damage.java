// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.v1.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a picture differs from another.
 *
 * @param everywhere whether it may anywhere; then there are no rectangles
 * @param rectangles where it may, else nowhere
 */
record Damage(boolean everywhere, List<Rectangle> rectangles) {
    /** Rectangles beyond that many are one: what bounds them all. */
    static final int MOST = 16;
    static final Damage NOWHERE = new Damage(false, List.of());
    static final Damage EVERYWHERE = new Damage(true, List.of());

    /** What a frame says of itself. */
    static Damage of(Frame frame) {
        return frame.getDamageCount() == 0
                ? EVERYWHERE
                : new Damage(false,
                        frame.getDamageList().stream()
                                .map(r -> new Rectangle(r.getX(), r.getY(), r.getWidth(), r.getHeight())).toList());
    }

    boolean nowhere() {
        return !everywhere && rectangles.isEmpty();
    }

    /** Where it differs from either of two pictures in a row. */
    Damage plus(Damage other) {
        if (everywhere || other.nowhere()) {
            return this;
        }
        if (other.everywhere || nowhere()) {
            return other;
        }
        var all = new ArrayList<>(rectangles);
        other.rectangles.stream().filter(r -> all.stream().noneMatch(mine -> mine.contains(r))).forEach(all::add);
        return new Damage(false, all.size() <= MOST
                ? List.copyOf(all)
                : List.of(all.stream().reduce(Rectangle::union).orElseThrow()));
    }
}
