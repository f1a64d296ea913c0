// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Locale;

/**
 * What is wrong in a configuration file.
 *
 * @param severity whether the file can be used all the same
 * @param position where it is wrong
 * @param message what is wrong; what to do
 */
public record Finding(Severity severity, Position position, String message) {

    /** How bad a finding is. */
    public enum Severity {
        /** The file cannot be used. */
        ERROR,
        /** The file can be used, but perhaps not as its author thinks. */
        WARNING;

        /**
         * The severity's name in messages and reports.
         *
         * @return {@code error} or {@code warning}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding error(Position position, String message) {
        return new Finding(Severity.ERROR, position, message);
    }

    /**
     * Whether the file cannot be used.
     *
     * @return false for a warning
     */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /**
     * The line that users see.
     *
     * @param file the file's name
     * @return {@code FILE:LINE:COLUMN: error: MESSAGE}
     */
    public String format(String file) {
        return file + ":" + position + ": " + severity.id() + ": " + message;
    }
}
