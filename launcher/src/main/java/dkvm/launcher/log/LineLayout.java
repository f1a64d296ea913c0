// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Log records as lines. Further lines of a record are indented, so that each begins in one place only. */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final LineForm form;
    private final DateTimeFormatter clock;
    private volatile boolean traces;

    /**
     * A layout.
     *
     * @param form how lines look
     * @param traces whether failures come with their traces
     * @param zone of times on a terminal
     */
    LineLayout(LineForm form, boolean traces, ZoneId zone) {
        this.form = form;
        this.traces = traces;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    /** Whether failures come with their traces from now on. */
    void traces(boolean wanted) {
        traces = wanted;
    }

    /** A time as it stands in files. */
    static String utc(Instant time) {
        return UTC.format(time);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        var name = LogLine.name(event.getLoggerName());
        var time = event.getInstant();
        var level = event.getLevel();
        var text = LogLine.text(event, traces);
        var number = "<" + LogLine.priority(level) + ">";
        return switch (form) {
            case JOURNAL -> number + name + ": " + text.replace("\n", "\n" + number + "  ") + "\n";
            case PLAIN -> utc(time) + " " + level + " " + name + " " + text.replace("\n", "\n  ") + "\n";
            case TERMINAL -> clock.format(time) + " " + level + " " + name + " " + text.replace("\n", "\n  ") + "\n";
            case COLOUR ->
                "\u001b[2m" + clock.format(time) + "\u001b[0m " + colour(level) + level + "\u001b[0m \u001b[1m"
                        + name + "\u001b[0m " + text.replace("\n", "\n  ") + "\n";
        };
    }

    private static String colour(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "\u001b[31m";
            case Level.WARN_INT -> "\u001b[33m";
            case Level.INFO_INT -> "\u001b[32m";
            default -> "\u001b[36m";
        };
    }
}
