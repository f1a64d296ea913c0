// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How many columns of a terminal text takes, from the JDK's Unicode data: East-Asian characters and emoji take two,
 * combining ones none. Where terminals differ, the wider one counts: a line that is too short does not wrap.
 */
final class TextWidth {
    private static final String MORE = "…";
    private static final int SOFT_HYPHEN = 0xAD;

    private static final Set<UnicodeScript> WIDE = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.BOPOMOFO, UnicodeScript.YI,
            UnicodeScript.TANGUT, UnicodeScript.NUSHU, UnicodeScript.KHITAN_SMALL_SCRIPT);

    private static final Set<UnicodeBlock> WIDE_BLOCKS = Set.of(UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION,
            UnicodeBlock.ENCLOSED_CJK_LETTERS_AND_MONTHS, UnicodeBlock.CJK_COMPATIBILITY,
            UnicodeBlock.CJK_COMPATIBILITY_FORMS, UnicodeBlock.IDEOGRAPHIC_DESCRIPTION_CHARACTERS,
            UnicodeBlock.VERTICAL_FORMS);

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int character) {
        if (character < SOFT_HYPHEN) {
            return 1;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            case Character.FORMAT -> character == SOFT_HYPHEN ? 1 : 0;
            default -> isJoining(character) ? 0 : isWide(character) ? 2 : 1;
        };
    }

    /** The vowels and finals of Hangul syllables that are spelled out stand within the initial. */
    private static boolean isJoining(int character) {
        return (character >= 0x1160 && character <= 0x11FF) || (character >= 0xD7B0 && character <= 0xD7FF);
    }

    private static boolean isWide(int character) {
        var block = UnicodeBlock.of(character);
        if (UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block)) {
            return character <= 0xFF60 || (character >= 0xFFE0 && character <= 0xFFE6);
        }
        return Character.isEmojiPresentation(character) || WIDE.contains(UnicodeScript.of(character))
                || (block != null && WIDE_BLOCKS.contains(block));
    }

    /** Text of at most so many columns: where it is longer it ends with {@code …}. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int end = 0;
        int width = 0;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            width += of(next);
            if (width > columns - 1) {
                break;
            }
            end += Character.charCount(next);
        }
        return columns < 1 ? "" : text.substring(0, end) + MORE;
    }

    /** The same text in lines of at most so many columns, as far as it has spaces. */
    static List<String> lines(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
