// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.regex.Pattern;

/** What all forms of a log line share: the logger's short name, clean text, a failure in words or with its trace. */
final class LogLine {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\n\t]]");

    private LogLine() {}

    /** Our own packages without the product's name and the class; others as they are. */
    static String name(String logger) {
        if (!logger.startsWith("dkvm.")) {
            return logger;
        }
        var name = new StringBuilder();
        for (var part : logger.substring("dkvm.".length()).split("\\.", -1)) {
            if (part.isEmpty() || Character.isUpperCase(part.charAt(0))) {
                break;
            }
            name.append(name.isEmpty() ? "" : ".").append(part);
        }
        return name.toString();
    }

    /** The text, without what a device may have put in to steer a terminal. */
    static String text(ILoggingEvent event, boolean trace) {
        var text = new StringBuilder(event.getFormattedMessage());
        var failure = event.getThrowableProxy();
        if (failure != null && trace) {
            text.append('\n').append(ThrowableProxyUtil.asString(failure));
        } else if (failure != null) {
            text.append(": ").append(words(failure));
        }
        return CONTROL.matcher(text.toString().strip()).replaceAll("\uFFFD");
    }

    private static String words(IThrowableProxy failure) {
        var name = failure.getClassName().replaceFirst(".*[.$]", "");
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }

    /** The syslog priority, as in sd-daemon(3). */
    static int priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }
}
