// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

/**
 * Where a command's output will be seen.
 *
 * @param width in columns
 * @param height in lines
 * @param color whether it may have colours
 * @param terminal whether it is a terminal, to whose size tables are fitted
 */
public record Screen(int width, int height, boolean color, boolean terminal) {
    /** Of a terminal that does not say. */
    public static final int USUAL_WIDTH = 80;
    /** Likewise. */
    public static final int USUAL_HEIGHT = 24;
}
