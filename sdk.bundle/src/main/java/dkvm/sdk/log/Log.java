// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/**
 * A device's log: a line each on stderr, with the level in front as sd-daemon(3) has it; further lines of an entry are
 * indented. The kernel puts them into its own log under the device's id. Threads may share one.
 */
public final class Log {
    private final PrintStream out;
    private volatile LogLevel level;

    /**
     * A log.
     *
     * @param out where lines go, normally {@link System#err}
     * @param level the least important level that is written
     */
    public Log(PrintStream out, LogLevel level) {
        this.out = Objects.requireNonNull(out, "out");
        this.level = level;
    }

    /**
     * Changes what is written.
     *
     * @param newLevel the least important level that is written
     */
    public void level(LogLevel newLevel) {
        level = newLevel;
    }

    /**
     * Whether a line of a level is written: for those that are dear to make.
     *
     * @param at the line's level
     * @return true if it is
     */
    public boolean logs(LogLevel at) {
        return at.compareTo(level) <= 0;
    }

    /**
     * Logs at {@link LogLevel#ERROR}.
     *
     * @param text what failed; what to do
     */
    public void error(String text) {
        write(LogLevel.ERROR, text);
    }

    /**
     * Logs a failure with its trace at {@link LogLevel#ERROR}.
     *
     * @param text what failed
     * @param cause why
     */
    public void error(String text, Throwable cause) {
        write(LogLevel.ERROR, text, cause);
    }

    /**
     * Logs at {@link LogLevel#WARN}.
     *
     * @param text what is wrong, though work goes on
     */
    public void warn(String text) {
        write(LogLevel.WARN, text);
    }

    /**
     * Logs at {@link LogLevel#INFO}.
     *
     * @param text what a user may want to know
     */
    public void info(String text) {
        write(LogLevel.INFO, text);
    }

    /**
     * Logs at {@link LogLevel#DEBUG}.
     *
     * @param text what someone who looks for a fault wants to know
     */
    public void debug(String text) {
        write(LogLevel.DEBUG, text);
    }

    /**
     * Logs a failure with its trace at {@link LogLevel#DEBUG}.
     *
     * @param text what failed
     * @param cause why
     */
    public void debug(String text, Throwable cause) {
        write(LogLevel.DEBUG, text, cause);
    }

    /**
     * Logs at {@link LogLevel#TRACE}.
     *
     * @param text a step
     */
    public void trace(String text) {
        write(LogLevel.TRACE, text);
    }

    private void write(LogLevel at, String text, Throwable cause) {
        var trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        write(at, text + "\n" + trace);
    }

    private void write(LogLevel at, String text) {
        if (logs(at)) {
            out.print("<" + at.priority() + ">" + text.strip().replace("\r", "").replace("\n", "\n  ") + "\n");
            out.flush();
        }
    }
}
