// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.regex.Pattern;
import org.slf4j.event.Level;

/**
 * Puts the lines that a device writes on stderr together to entries. A line may begin with {@code <N>}, a syslog
 * priority as in sd-daemon(3); without one it is {@code <6>}, or {@code <3>} if the entry holds a trace. Lines that begin
 * with white space or "Caused by:" belong to the line before. "Traceback (" begins an entry that ends with the first line
 * after the indented ones. Frames of Java, {@code at …(…)}, make a trace of an entry. For one thread.
 */
final class LogFolding {
    /** What is longer comes in several entries: nobody reads on, and memory is bounded. */
    static final int MAX_ENTRY = 64 * 1024;

    private static final int PREFIX = 3;
    /** As in {@code \tat a.B.c(B.java:1) ~[b.jar:1]}; there is much else that is "at" something. */
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S+\\(.*\\).*");

    /** Who gets the entries. */
    interface Output {
        void entry(Level level, String text);
    }

    private final Output output;
    private final StringBuilder entry = new StringBuilder();
    private Level level = Level.INFO;
    private boolean prefixed;
    private boolean trace;
    /** Within a Python traceback, whose last line is not indented. */
    private boolean traceback;

    LogFolding(Output output) {
        this.output = output;
    }

    /** The next line, without its end. */
    void line(String line) {
        boolean indented = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
        if (indented || line.startsWith("Caused by:")) {
            trace |= line.startsWith("Caused by:") || FRAME.matcher(line).matches();
            append(line);
        } else if (traceback && !hasPrefix(line) && !line.startsWith("Traceback (")) {
            traceback = false;
            append(line);
        } else {
            end();
            begin(line);
        }
    }

    private void begin(String line) {
        prefixed = hasPrefix(line);
        level = prefixed ? level(line.charAt(1) - '0') : Level.INFO;
        entry.append(line, prefixed ? PREFIX : 0, line.length());
        traceback = entry.indexOf("Traceback (") == 0;
        trace = traceback;
    }

    /** What has no entry to go on with is one of its own, as important as the one before. */
    private void append(String line) {
        if (entry.length() + line.length() > MAX_ENTRY) {
            flush();
        }
        entry.append(entry.isEmpty() ? "" : "\n").append(line);
    }

    /** Nothing comes for a while: what is there is shown; what comes then may still belong to it. */
    void flush() {
        if (!entry.isEmpty()) {
            output.entry(trace && !prefixed ? Level.ERROR : level, entry.toString());
            entry.setLength(0);
        }
    }

    /** Whether lines wait to be shown, with what may follow them. */
    boolean pending() {
        return !entry.isEmpty();
    }

    /** Nothing came for long, behind a {@link #flush()}: a traceback whose end is missing will have none. */
    void silence() {
        traceback = false;
    }

    private void end() {
        flush();
        traceback = false;
    }

    /** A line without its priority, if it has one. */
    static String withoutPriority(String line) {
        return hasPrefix(line) ? line.substring(PREFIX) : line;
    }

    private static boolean hasPrefix(String line) {
        return line.length() >= PREFIX && line.charAt(0) == '<' && line.charAt(2) == '>' && line.charAt(1) >= '0'
                && line.charAt(1) <= '7';
    }

    private static Level level(int priority) {
        return switch (priority) {
            case 0, 1, 2, 3 -> Level.ERROR;
            case 4 -> Level.WARN;
            case 5, 6 -> Level.INFO;
            default -> Level.DEBUG;
        };
    }
}
