// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.util.Set;

/** The words that leave a shell, and never reach the kernel. */
public final class Leaving {
    private static final Set<String> WORDS = Set.of("exit", "quit");

    private Leaving() {}

    /**
     * Reads a line.
     *
     * @param line as it was typed
     * @return whether it asks to leave
     */
    public static boolean isMeant(String line) {
        return WORDS.contains(line.strip());
    }
}
