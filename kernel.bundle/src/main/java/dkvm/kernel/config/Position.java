// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Comparator;

/**
 * A place in a file.
 *
 * @param line its line, from 1
 * @param column its column in code points, from 1
 */
public record Position(int line, int column) implements Comparable<Position> {
    /** The beginning of a file, also for what concerns the file as a whole. */
    public static final Position START = new Position(1, 1);

    private static final Comparator<Position> ORDER = Comparator.comparingInt(Position::line)
            .thenComparingInt(Position::column);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
