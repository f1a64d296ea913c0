// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import dkvm.launcher.Terminal;
import java.util.Map;
import java.util.function.Supplier;

/** How a log line on stderr looks. */
public enum LineForm {
    /** {@code HH:mm:ss.SSS LEVEL logger text}, local time. */
    TERMINAL,
    /** The same with colour. */
    COLOUR,
    /** {@code <N>logger: text}, N the syslog priority; the journal adds the time. */
    JOURNAL,
    /** ISO-8601 UTC time, level, logger, text. */
    PLAIN;

    /**
     * The form that suits what stderr of this process is.
     *
     * @param environment variables
     * @param terminal which streams are terminals
     * @return the form
     */
    public static LineForm suited(Map<String, String> environment, Terminal terminal) {
        return suited(environment, terminal, JournalStream::ofStderr);
    }

    /** The same for a stderr with a device and inode, as {@code JOURNAL_STREAM} has them. */
    static LineForm suited(Map<String, String> environment, Terminal terminal, Supplier<String> stderr) {
        if (terminal.err()) {
            boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                    || "dumb".equals(environment.get("TERM"));
            return plain ? TERMINAL : COLOUR;
        }
        // The variable is inherited by all that a service starts, wherever they write to.
        var journal = environment.getOrDefault("JOURNAL_STREAM", "");
        return !journal.isEmpty() && journal.equals(stderr.get()) ? JOURNAL : PLAIN;
    }
}
