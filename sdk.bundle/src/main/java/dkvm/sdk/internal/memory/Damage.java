// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a picture.
 *
 * @param rectangles what is in it; none: nothing
 */
public record Damage(List<Rectangle> rectangles) {
    /** No part at all. */
    public static final Damage NONE = new Damage(List.of());
    /** More are not kept apart. */
    private static final int MAX_KEPT = 128;

    /** Copies the list. */
    public Damage {
        rectangles = List.copyOf(rectangles);
    }

    /**
     * The whole picture.
     *
     * @param format its format
     * @return one rectangle
     */
    public static Damage all(FrameFormat format) {
        return new Damage(List.of(format.area()));
    }

    /**
     * What an author names.
     *
     * @param format the picture's
     * @param named empty: everything. What reaches beyond the picture is cut off
     * @return the part
     * @throws IllegalArgumentException if a rectangle lies outside
     */
    public static Damage of(FrameFormat format, List<Rectangle> named) {
        if (named.isEmpty()) {
            return all(format);
        }
        var area = format.area();
        var inside = new ArrayList<Rectangle>(named.size());
        for (var rectangle : named) {
            inside.add(rectangle.intersection(area).orElseThrow(() -> new IllegalArgumentException("the rectangle "
                    + rectangle + " is outside of a picture of " + area.width() + "×" + area.height() + " pixels")));
        }
        return new Damage(inside);
    }

    /**
     * Both parts; where keeping the rectangles apart would not save anything, the one that holds them all.
     *
     * @param other another part
     * @return all that is in one of them, at least
     */
    public Damage plus(Damage other) {
        if (rectangles.isEmpty() || other.isEmpty()) {
            return rectangles.isEmpty() ? other : this;
        }
        var both = new ArrayList<>(rectangles);
        for (var rectangle : other.rectangles) {
            if (both.stream().noneMatch(one -> one.contains(rectangle))) {
                both.removeIf(rectangle::contains);
                both.add(rectangle);
            }
        }
        var sum = new Damage(both);
        var box = sum.box();
        return both.size() > MAX_KEPT || sum.area() >= area(box) ? new Damage(List.of(box)) : sum;
    }

    /**
     * Whether it is nothing.
     *
     * @return true if no pixel is in it
     */
    public boolean isEmpty() {
        return rectangles.isEmpty();
    }

    /**
     * How large it is.
     *
     * @return pixels; those in several rectangles are counted several times
     */
    public long area() {
        long sum = 0;
        for (var rectangle : rectangles) {
            sum += area(rectangle);
        }
        return sum;
    }

    private static long area(Rectangle rectangle) {
        return (long) rectangle.width() * rectangle.height();
    }

    private Rectangle box() {
        return rectangles.stream().reduce(Rectangle::union).orElseThrow();
    }

    /**
     * As an event lists it.
     *
     * @param format the picture's
     * @return at most {@link FrameEvent#MAX_DAMAGE}; none: everything
     */
    public List<Rectangle> listed(FrameFormat format) {
        if (rectangles.stream().anyMatch(one -> one.contains(format.area()))) {
            return List.of();
        }
        return rectangles.size() > FrameEvent.MAX_DAMAGE ? List.of(box()) : rectangles;
    }
}
