// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a line that is being typed, as Gogo reads it.
 *
 * @param words before the last one, of its statement; without quotes
 * @param word the last one, without quotes; empty where it is yet to begin
 * @param from where that begins, with its quotes
 * @param quote what it is within: {@code '}, {@code "} or nothing
 */
record TypedLine(List<String> words, String word, int from, String quote) {
    private static final String ENDS = "|;&\n(){}[]";
    private static final String BARE = "[\\p{L}\\p{N}._:/@%+,~-]+";

    /** Copies the list. */
    TypedLine {
        words = List.copyOf(words);
    }

    static TypedLine of(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        int from = 0;
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!begun) {
                from = i;
            }
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                begun = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                begun = true;
            } else if (quote == 0 && (Character.isWhitespace(c) || ENDS.indexOf(c) >= 0)) {
                if (begun) {
                    words.add(word.toString());
                }
                if (ENDS.indexOf(c) >= 0) {
                    words.clear();
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        return new TypedLine(words, word.toString(), begun ? from : text.length(), quote == 0 ? "" : "" + quote);
    }

    /** A word as it is to be written there. */
    String written(String value) {
        if (quote.equals("'") && value.indexOf('\'') < 0) {
            return "'" + value + "'";
        }
        return quote.isEmpty() && value.matches(BARE)
                ? value
                : '"' + value.replaceAll("([\\\\\"$])", "\\\\$1") + '"';
    }
}
