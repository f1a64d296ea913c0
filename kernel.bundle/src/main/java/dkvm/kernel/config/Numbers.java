// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers as users write them: {@code 1280}, {@code 1_000}, {@code 0xff}, {@code 0o17}, {@code 2.5}, {@code .5}, {@code
 * 1e3}. A leading zero means nothing (YAML 1.1 reads {@code 010} as 8; nobody expects that).
 */
final class Numbers {
    static final String EXPECTED = "number expected";
    static final String WHOLE_EXPECTED = "whole number expected";

    private static final int MAX_LENGTH = 64;
    private static final Pattern DECIMAL = Pattern.compile(
            "[+-]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:e[+-]?[0-9]{1,3})?");
    private static final Pattern BASED = Pattern.compile("([+-]?)0(x[0-9a-f_]+|o[0-7_]+)");
    /** The numbers of JSON: all that free options take for a number, so that a text like 007 stays a text. */
    private static final Pattern JSON = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    static long whole(String text) {
        var value = exact(text).filter(number -> number.stripTrailingZeros().scale() <= 0)
                .orElseThrow(() -> wrong(WHOLE_EXPECTED, text)).toBigIntegerExact();
        if (value.bitLength() >= Long.SIZE) {
            throw wrong(WHOLE_EXPECTED + " of 64 bits at most", text);
        }
        return value.longValueExact();
    }

    static double decimal(String text) {
        double value = exact(text).orElseThrow(() -> wrong(EXPECTED, text)).doubleValue();
        if (Double.isInfinite(value)) {
            throw wrong(EXPECTED, text);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String expected, String text) {
        return new IllegalArgumentException(expected + ", not " + Words.quote(text));
    }

    /** The value of any of the notations. */
    static Optional<BigDecimal> exact(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var based = BASED.matcher(lower);
        if (based.matches()) {
            var digits = based.group(2).substring(1).replace("_", "");
            int radix = based.group(2).charAt(0) == 'x' ? 16 : 8;
            return digits.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(new BigInteger(based.group(1) + digits, radix)));
        }
        return DECIMAL.matcher(lower).matches()
                ? Optional.of(new BigDecimal(lower.replace("_", "")))
                : Optional.empty();
    }

    /** Long, Double, Boolean or String, whichever JSON would take the text for. */
    static Object free(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.length() > MAX_LENGTH || !JSON.matcher(text).matches()) {
            return text;
        }
        var number = new BigDecimal(text);
        boolean isWhole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        if (isWhole) {
            return number.toBigIntegerExact().bitLength() < Long.SIZE ? (Object) number.longValueExact() : text;
        }
        double value = number.doubleValue();
        return Double.isInfinite(value) ? text : (Object) value;
    }
}
