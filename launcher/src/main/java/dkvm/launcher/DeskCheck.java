// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads a desk and says all that is wrong with it, before anything is started. */
@FunctionalInterface
interface DeskCheck {

    /**
     * Checks a file.
     *
     * @param file the desk
     * @param strict whether warnings are errors
     * @return what was found, in the file's order
     * @throws IOException if the file, or a device bundle, cannot be read
     */
    List<Finding> check(Path file, boolean strict) throws IOException;

    /**
     * A fault.
     *
     * @param error whether the desk cannot run with it
     * @param line from 1
     * @param column from 1
     * @param message what is wrong; what to do
     */
    record Finding(boolean error, int line, int column, String message) {
        String format(Path file) {
            return file + ":" + line + ":" + column + ": " + (error ? "error" : "warning") + ": " + message;
        }
    }
}
