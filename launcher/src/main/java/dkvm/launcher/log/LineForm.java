// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import dkvm.launcher.Terminal;
import java.util.Map;

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
     * The form that suits what stderr is.
     *
     * @param environment variables
     * @param terminal which streams are terminals
     * @return the form
     */
    public static LineForm suited(Map<String, String> environment, Terminal terminal) {
        if (terminal.err()) {
            boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                    || "dumb".equals(environment.get("TERM"));
            return plain ? TERMINAL : COLOUR;
        }
        return environment.getOrDefault("JOURNAL_STREAM", "").isEmpty() ? PLAIN : JOURNAL;
    }
}
