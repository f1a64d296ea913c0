// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.Words;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What is known of the one who asks.
 *
 * @param width of the terminal, in columns
 * @param height of the terminal, in rows
 * @param color whether the output may have colours
 * @param terminal whether the output goes to a terminal, so that tables are to fit
 * @param folder where relative paths begin
 */
record Client(int width, int height, boolean color, boolean terminal, Path folder) {
    private static final int LARGEST = 10_000;

    /** Somebody who said nothing of this. */
    static final Client UNKNOWN = new Client(80, 24, false, false, Path.of("").toAbsolutePath());

    /** Nobody's terminal has no columns, or a million. */
    Client {
        width = Math.clamp(width, 1, LARGEST);
        height = Math.clamp(height, 1, LARGEST);
    }

    /**
     * A file that was named, from this client's folder.
     *
     * @param command who took the name, for messages
     */
    Path file(String command, String name) throws UsageException {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new UsageException(command + ": " + Words.quote(name) + " is no path: " + e.getReason());
        }
    }

    /** The same where the output goes into a pipe. */
    Client piped() {
        return new Client(width, height, false, false, folder);
    }
}
