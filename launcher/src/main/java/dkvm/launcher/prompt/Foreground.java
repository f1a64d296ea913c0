// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this process may use its terminal, or is in the background of the shell that it was started from: one that
 * reads or changes the terminal there is stopped by the system, and a kernel must not be.
 */
public final class Foreground {
    private static final int GROUP = 2;
    private static final int TERMINAL_GROUP = 5;

    private Foreground() {}

    /**
     * Asks the system.
     *
     * @return whether the terminal is this process's to use
     */
    public static boolean isOurs() {
        try {
            return isOurs(Files.readString(Path.of("/proc/self/stat")));
        } catch (IOException _) {
            return false;
        }
    }

    /** Reads {@code PID (NAME) STATE PARENT GROUP SESSION TERMINAL TERMINAL'S-GROUP …}; the name may hold anything. */
    static boolean isOurs(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return fields[GROUP].equals(fields[TERMINAL_GROUP]);
    }
}
