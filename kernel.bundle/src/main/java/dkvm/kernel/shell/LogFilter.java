// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.Durations;
import dkvm.sdk.log.LogLevel;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which records of the log someone wants to see.
 *
 * @param device only of this device
 * @param level none less important
 * @param since none older
 */
record LogFilter(Optional<String> device, LogLevel level, Instant since) implements Predicate<LogRecord> {

    @Override
    public boolean test(LogRecord line) {
        return line.level().compareTo(level) <= 0 && !line.time().isBefore(since)
                && device.map(id -> line.logger().equals("device." + id)).orElse(true);
    }

    static LogLevel level(String text) throws UsageException {
        return Arrays.stream(LogLevel.values()).filter(level -> id(level).equals(text)).findFirst()
                .orElseThrow(() -> new UsageException("\"" + text + "\" is no log level; it is one of "
                        + Arrays.stream(LogLevel.values()).map(LogFilter::id).collect(Collectors.joining(", "))));
    }

    static String id(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** A duration before now, an instant, a local date with or without time, or a local time of the last 24 hours. */
    static Instant since(String text, ZonedDateTime now) throws UsageException {
        try {
            return now.toInstant().minus(Durations.parse(text));
        } catch (IllegalArgumentException e) {
            // It may be a time.
        }
        for (Reader reader : new Reader[]{Instant::parse,
                at -> LocalDateTime.parse(at.replaceFirst(" ", "T")).atZone(now.getZone()).toInstant(),
                at -> LocalDate.parse(at).atStartOfDay(now.getZone()).toInstant(), at -> latest(at, now)}) {
            try {
                return reader.read(text);
            } catch (DateTimeParseException e) {
                // The next one may know it.
            }
        }
        throw new UsageException("\"" + text + "\" is neither a duration such as 10m nor a time such as 14:30 or "
                + "2026-01-31T14:30");
    }

    private interface Reader {
        Instant read(String text);
    }

    private static Instant latest(String text, ZonedDateTime now) {
        var today = now.with(LocalTime.parse(text));
        return (today.isAfter(now) ? today.minusDays(1) : today).toInstant();
    }
}
