// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import java.util.Optional;

/**
 * A part of a picture, in pixels from its upper left corner.
 *
 * @param x its first column, from 0
 * @param y its first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Rectangle(int x, int y, int width, int height) {

    /**
     * Refuses what has no area.
     *
     * @throws IllegalArgumentException if a number is too small, or the far edge is past what an {@code int} holds
     */
    public Rectangle {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x > Integer.MAX_VALUE - width
                || y > Integer.MAX_VALUE - height) {
            throw new IllegalArgumentException(
                    "a rectangle of " + width + "×" + height + " pixels at column " + x + ", row " + y);
        }
    }

    /**
     * The column behind its last one.
     *
     * @return {@code x + width}
     */
    public int right() {
        return x + width;
    }

    /**
     * The row below its last one.
     *
     * @return {@code y + height}
     */
    public int bottom() {
        return y + height;
    }

    /**
     * The bounding box of both.
     *
     * @param other another rectangle
     * @return the smallest rectangle that holds both
     */
    public Rectangle union(Rectangle other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new Rectangle(left, top, Math.max(right(), other.right()) - left,
                Math.max(bottom(), other.bottom()) - top);
    }

    /**
     * What both have in common.
     *
     * @param other another rectangle
     * @return their intersection; empty: they do not meet
     */
    public Optional<Rectangle> intersection(Rectangle other) {
        int left = Math.max(x, other.x);
        int top = Math.max(y, other.y);
        int across = Math.min(right(), other.right()) - left;
        int down = Math.min(bottom(), other.bottom()) - top;
        return across < 1 || down < 1 ? Optional.empty() : Optional.of(new Rectangle(left, top, across, down));
    }

    /**
     * Whether another lies within this one.
     *
     * @param other another rectangle
     * @return true if no pixel of it is outside
     */
    public boolean contains(Rectangle other) {
        return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
    }
}
