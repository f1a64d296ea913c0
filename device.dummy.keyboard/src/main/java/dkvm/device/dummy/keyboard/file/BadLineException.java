// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

/** A line that the format does not allow. */
public final class BadLineException extends Exception {
    private static final long serialVersionUID = 1;

    private final int column;

    /**
     * A bad line.
     *
     * @param column where in the line, from 1
     * @param message what is wrong
     */
    public BadLineException(int column, String message) {
        super(message, null, false, false);
        this.column = column;
    }

    /**
     * Where in the line.
     *
     * @return a character's number, from 1
     */
    public int column() {
        return column;
    }
}
