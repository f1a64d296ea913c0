// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes as users write them: {@code 64KiB}, {@code 8MiB}, {@code 1.5GiB}, and plain numbers of bytes. */
public final class Sizes {
    /** What to tell someone who wrote something else. */
    static final String EXPECTED = "size expected, such as 64KiB, 8MiB or 1GiB";

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?(b|kib|mib|gib|tib)?");
    /** More digits than a size can have. */
    private static final Pattern ENDLESS = Pattern.compile("[0-9]{19,}(?:\\.[0-9]*)? ?(?:b|kib|mib|gib|tib)?");
    /** Decimal units and bare letters: nobody can know which of the two is meant. */
    private static final Pattern AMBIGUOUS = Pattern.compile("([0-9.]{1,18}) ?([kmgt])b?");

    private Sizes() {}

    /**
     * Reads a size.
     *
     * @param text a number, and {@code KiB}, {@code MiB}, {@code GiB} or {@code TiB}; without a unit bytes
     * @return the number of bytes
     * @throws IllegalArgumentException if it is not one, in words for the user
     */
    public static long parse(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        var matcher = FORM.matcher(lower);
        if (!matcher.matches()) {
            throw ENDLESS.matcher(lower).matches()
                    ? tooLarge(text)
                    : new IllegalArgumentException(EXPECTED + ", not " + Words.quote(text) + suggestion(lower));
        }
        var unit = matcher.group(2);
        int power = unit == null ? 0 : "bkmgt".indexOf(unit.charAt(0));
        var bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        if (bytes.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(EXPECTED + ", not " + Words.quote(text) + "; write whole bytes");
        }
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw tooLarge(text);
        }
        return bytes.longValueExact();
    }

    private static IllegalArgumentException tooLarge(String text) {
        return new IllegalArgumentException(Words.quote(text) + " is too large; no machine has as much");
    }

    private static String suggestion(String lower) {
        var matcher = AMBIGUOUS.matcher(lower);
        if (!matcher.matches()) {
            return "";
        }
        return "; did you mean \"" + matcher.group(1) + UNITS.get("bkmgt".indexOf(matcher.group(2))) + "\"";
    }

    /**
     * A size as users write it.
     *
     * @param bytes not negative
     * @return its text in the largest unit that gives a whole number, such as {@code 64KiB}
     */
    public static String text(long bytes) {
        long number = bytes;
        int power = 0;
        while (number != 0 && number % 1024 == 0 && power < UNITS.size() - 1) {
            number /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(number) : number + UNITS.get(power);
    }
}
