// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Durations as users write them: {@code 250ms}, {@code 10s}, {@code 1.5m}, {@code 2h}, {@code 1d}, and {@code 0}. */
public final class Durations {
    /** What to tell someone who wrote something else. */
    static final String EXPECTED = "duration expected, such as 250ms, 10s or 5m";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?(ms|s|m|h|d)");
    private static final Duration MAX = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text a number and a unit ({@code ms s m h d}); only 0 needs no unit
     * @return the duration, a whole number of milliseconds
     * @throws IllegalArgumentException if it is not one, in words for the user
     */
    public static Duration parse(String text) {
        var trimmed = text.strip();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        var matcher = FORM.matcher(trimmed.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            boolean bare = trimmed.matches("[0-9]{1,12}");
            throw new IllegalArgumentException(
                    EXPECTED + ", not " + Words.quote(text) + (bare ? "; add a unit" : ""));
        }
        var ms = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit(matcher.group(2)).toMillis()));
        if (ms.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(EXPECTED + ", not " + Words.quote(text) + "; write whole milliseconds");
        }
        if (ms.compareTo(BigDecimal.valueOf(MAX.toMillis())) > 0) {
            throw new IllegalArgumentException(Words.quote(text) + " is longer than 100 years; write a shorter one");
        }
        return Duration.ofMillis(ms.longValueExact());
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS.getDuration();
            case "s" -> ChronoUnit.SECONDS.getDuration();
            case "m" -> ChronoUnit.MINUTES.getDuration();
            case "h" -> ChronoUnit.HOURS.getDuration();
            default -> ChronoUnit.DAYS.getDuration();
        };
    }

    /**
     * A duration as users write it.
     *
     * @param duration not negative
     * @return its text in the largest unit that gives a whole number, such as {@code 90s}
     */
    public static String text(Duration duration) {
        long ms = duration.toMillis();
        if (ms == 0) {
            return "0s";
        }
        if (ms % 1000 != 0) {
            return ms + "ms";
        }
        return ms % 60_000 == 0 ? ms / 60_000 + "m" : ms / 1000 + "s";
    }
}
