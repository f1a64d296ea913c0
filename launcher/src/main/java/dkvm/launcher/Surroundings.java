// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.control.Screen;
import dkvm.launcher.distribution.Distribution;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param environment variables
 * @param terminal which streams are terminals
 * @param in standard input
 * @param out standard output, UTF-8 whatever the locale: JSON is
 * @param err standard error, likewise
 * @param distribution the folder that dkvm runs from
 */
record Surroundings(Map<String, String> environment, Terminal terminal, InputStream in, PrintStream out,
        PrintStream err, Distribution distribution) {

    /** Those of this process. */
    static Surroundings real() {
        return new Surroundings(System.getenv(), Terminal.of(System.getProperty("dkvm.terminal", "")), System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                new Distribution(Path.of(System.getProperty(Distribution.PROPERTY, ""))));
    }

    /** How the user called the command, to be shown where a command is suggested. */
    String command() {
        return System.getProperty("dkvm.command", "dkvm");
    }

    /** Whether what is printed may have colours. */
    boolean color() {
        return terminal.out() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** What standard output is seen on, as {@code bin/dkvm} found it. */
    Screen screen() {
        return new Screen(number("COLUMNS", Screen.USUAL_WIDTH), number("LINES", Screen.USUAL_HEIGHT), color(),
                terminal.out());
    }

    private int number(String variable, int otherwise) {
        var value = environment.getOrDefault(variable, "");
        return value.matches("[1-9]\\d{0,4}") ? Integer.parseInt(value) : otherwise;
    }
}
