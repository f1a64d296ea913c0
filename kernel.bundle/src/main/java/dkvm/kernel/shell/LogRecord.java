// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.sdk.log.LogLevel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A record of the log, as the launcher keeps it.
 *
 * @param number counts the records of this run of the kernel from 1, without gaps
 * @param time when it was written
 * @param level how important it is
 * @param logger who wrote it: {@code device.ID} for a device
 * @param text what it says, in one or more lines
 */
record LogRecord(long number, Instant time, LogLevel level, String logger, String text) {

    /** The records after a number; where there are none it waits so long for one. */
    interface Source {
        List<LogRecord> after(long number, long waitMillis);
    }

    /**
     * Reads the records that cross the border in the JDK's types.
     *
     * @param records takes a number and milliseconds to wait; gives number, ISO-8601 time, level, logger and text
     */
    static Source source(BiFunction<Long, Long, List<String[]>> records) {
        return (number, wait) -> records.apply(number, wait).stream().map(LogRecord::of).toList();
    }

    private static LogRecord of(String[] fields) {
        return new LogRecord(Long.parseLong(fields[0]), Instant.parse(fields[1]),
                LogLevel.of(fields[2].toLowerCase(Locale.ROOT), LogLevel.INFO), fields[3], fields[4]);
    }

    /** The line for people; further lines of the text are indented. */
    String line() {
        return time + " " + level + " " + logger + " " + text.replace("\n", "\n  ") + "\n";
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("time", time.toString());
        json.put("level", level.name());
        json.put("logger", logger);
        json.put("text", text);
        return json;
    }
}
