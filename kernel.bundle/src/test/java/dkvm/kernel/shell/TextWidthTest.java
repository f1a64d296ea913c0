// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    @ParameterizedTest
    @CsvSource({"plain,5", "'',0", "µs …,4", "漢字,4", "ひらカナ,8", "ｶﾅ,2", "Ａ！,4", "한글,4", "ᄒ\u1161\u11ab,2", "e\u0301,1",
            "😀,2", "👩\u200d💻,4", "Привет,6", "שלום,4", "、。,4", "a\u00adb,3", "─│,2"})
    void countsTheColumnsOfATerminal(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(TextWidth.cut("keyboard", 8)).isEqualTo("keyboard");
        assertThat(TextWidth.cut("keyboard", 5)).isEqualTo("keyb…");
        assertThat(TextWidth.cut("漢字漢字", 6)).isEqualTo("漢字…");
        assertThat(TextWidth.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
        assertThat(TextWidth.cut("😀😀", 2)).isEqualTo("…");
        assertThat(TextWidth.cut("x", 0)).isEmpty();
    }

    @Test
    void breaksLinesAtSpaces() {
        assertThat(TextWidth.lines("one two three", 7)).containsExactly("one two", "three");
        assertThat(TextWidth.lines("漢字 漢字", 8)).containsExactly("漢字", "漢字");
        assertThat(TextWidth.lines("unbreakable x", 3)).containsExactly("unbreakable", "x");
        assertThat(TextWidth.lines("", 3)).containsExactly("");
    }
}
