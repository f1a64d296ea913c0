// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.distribution.Distribution;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment variables
 * @param terminal which streams are terminals
 * @param out standard output, UTF-8 whatever the locale: JSON is
 * @param err standard error, likewise
 * @param distribution the folder that dkvm runs from
 */
record Surroundings(Map<String, String> environment, Terminal terminal, PrintStream out, PrintStream err,
        Distribution distribution) {

    /** Those of this process. */
    static Surroundings real() {
        return new Surroundings(System.getenv(), Terminal.of(System.getProperty("dkvm.terminal", "")),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                new Distribution(Path.of(System.getProperty(Distribution.PROPERTY, ""))));
    }

    /** How the user called the command, to be shown where a command is suggested. */
    String command() {
        return System.getProperty("dkvm.command", "dkvm");
    }
}
