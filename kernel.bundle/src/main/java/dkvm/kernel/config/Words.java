// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Collection;
import java.util.Locale;

/** The words of messages: quoted text, lists of names, and the known name that a mistyped one is close to. */
public final class Words {
    private static final int MAX_QUOTED = 60;
    private static final int MAX_LISTED = 12;

    private Words() {}

    /**
     * Text that somebody else wrote, so that it can stand in a message.
     *
     * @param text any
     * @return at most 60 characters of it between quotes, on one line, what cannot be seen escaped
     */
    public static String quote(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > MAX_QUOTED;
        var shown = isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) : text;
        var s = new StringBuilder("\"");
        shown.codePoints().forEach(c -> s.append(visible(c)));
        return s.append(isLong ? "…\"" : "\"").toString();
    }

    private static String visible(int c) {
        if (c == '\n') {
            return "\\n";
        }
        boolean invisible = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
        return invisible ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c);
    }

    /**
     * Names in a row.
     *
     * @param names how many there are
     * @return {@code a, b, c}: a dozen at most
     */
    public static String list(Collection<String> names) {
        var shown = names.stream().limit(MAX_LISTED).toList();
        return String.join(", ", shown) + (names.size() > MAX_LISTED ? ", …" : "");
    }

    /**
     * The known name that a mistyped one was probably meant to be.
     *
     * @param name what was written
     * @param known the names there are
     * @return {@code ; did you mean "x"}, or nothing when none is close
     */
    public static String didYouMean(String name, Collection<String> known) {
        return Typo.closest(name, known).map(close -> "; did you mean " + quote(close)).orElse("");
    }

    /** {@code ; did you mean "x"}, or else {@code ; LABEL a, b, c}. */
    static String didYouMean(String name, Collection<String> known, String label) {
        var close = didYouMean(name, known);
        return close.isEmpty() && !known.isEmpty() ? "; " + label + " " + list(known) : close;
    }
}
