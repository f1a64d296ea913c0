// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import dkvm.sdk.event.TextEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvemuFormatTest {
    private final EvemuFormat format = new EvemuFormat(KeyTable.standard());

    @ParameterizedTest
    @ValueSource(strings = {"E: 1.000002 0001 001e 0001", "E: 1.000002 0001 001e 1", "E: 1.000002 1 1E 1 ",
            "E:1.000002 0001 001e 0001", "  E: 1.000002\t0001  001e 0001",
            "E: 1.000002 0001 001e 0001\t# EV_KEY / KEY_A",
            "E: 1.000002 0001 001e 0001 #"})
    void readsAKeyPress(String line) throws Exception {
        assertThat(format.parse(line)).isEqualTo(new Line.Timed(1_000_002, new KeyEvent(0x00070004, true)));
    }

    @ParameterizedTest
    @CsvSource({"E: 0.000001 0001 001e 0000, up", "E: 0.000001 0001 0160 0000, up",
            "E: 0.000001 0001 001e 0002, REPEAT",
            "E: 0.000001 0000 0000 0000, REPORT_END", "E: 0.000001 0000 0003 0000, OTHER_KIND",
            "E: 0.000001 0004 0004 458792, OTHER_KIND", "E: 0.000001 0001 0110 0001, OTHER_KIND",
            "E: 0.000001 0001 0300 0001, OTHER_KIND", "E: 0.000001 0002 0000 -5, OTHER_KIND",
            "E: 0.000001 0003 0000 -2147483648, OTHER_KIND", "'', NOTHING", "'   ', NOTHING", "# EVEMU 1.3, NOTHING",
            "'  # E: comment', NOTHING", "N: keyboard, NOTHING", "B: 01 00 00, NOTHING", "A: 00 0 1 0 0 0, NOTHING",
            "L: 00 1, NOTHING", "hello, STRANGE", "e: 1.0 1 1 1, STRANGE", "EE: 1, STRANGE"})
    void tellsLinesApart(String line, String expected) throws Exception {
        var parsed = format.parse(line);
        assertThat(parsed instanceof Line.Other ? parsed.toString() : "up").isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"E:, 3, ends before the time", "'E: ', 4, ends before the time", "E: x, 4, begins with seconds",
            "E: 1 0001, 5, a dot", "E: 1.5 0001, 6, six digits", "E: 1.0000000 0001, 6, 'six digits, not 7'",
            "E: 1.1234567, 6, too large", "E: 1.x, 6, six digits", "E: 1.000000, 12, ends before the type",
            "E: 1.000000x0001, 12, a space before the type", "E: 1.000000 g, 13, the type is up to four hex",
            "E: 1.000000 00001ffff 1 1, 13, too large", "E: 1.000000 0001, 17, ends before the code",
            "E: 1.000000 0001 001e, 22, ends before the value", "E: 1.000000 0001 001e x, 23, a whole number",
            "E: 1.000000 0001 001e -, 24, a whole number", "E: 1.000000 0001 001e 3, 23, 'not 3'",
            "E: 1.000000 0001 001e 1x, 24, a comment alone", "E: 1.000000 0001 001e 1 x, 25, a comment alone",
            "E: 9999999999999.000000 1 1 1, 4, too large", "E: -1.000000 1 1 1, 4, begins with seconds",
            "E: 1.000000 0001 001e ١, 23, a whole number"})
    void saysWhereAnEventIsWrong(String line, int column, String words) {
        assertThatThrownBy(() -> format.parse(line)).isInstanceOf(BadLineException.class).hasMessageContaining(words)
                .extracting(e -> ((BadLineException) e).column())
                .isEqualTo(column);
    }

    @Test
    void readsWhatItWritesForEveryKey() throws Exception {
        for (int evdev = 1; evdev < KeyTable.EVDEV_CODES; evdev++) {
            if (KeyTable.isKey(evdev)) {
                var event = new KeyEvent(KeyTable.standard().usageOf(evdev), evdev % 2 == 0);
                var out = new StringBuilder();
                format.format(out, 12_345_678_901L, event);
                var lines = out.toString().lines().toList();
                assertThat(format.canonical(event)).hasValue(event);
                assertThat(format.parse(lines.get(0))).isEqualTo(new Line.Timed(12_345_678_901L, event));
                assertThat(format.parse(lines.get(1))).isEqualTo(Line.Other.REPORT_END);
            }
        }
    }

    @Test
    void hasNoFormForTextNorForAKeyWithoutEvdevCode() {
        assertThat(format.canonical(new TextEvent("a"))).isEmpty();
        assertThat(format.canonical(new KeyEvent(0x000700BB, true))).isEmpty();
    }

    @Test
    void describesAKeyboardWithAllKeysAndNoButtons() throws Exception {
        var lines = format.header().lines().toList();
        assertThat(lines.get(0)).isEqualTo("# EVEMU 1.3");
        for (var line : lines) {
            assertThat(format.parse(line)).isEqualTo(Line.Other.NOTHING);
        }
        assertThat(lines).filteredOn(line -> line.startsWith("B: 01")).hasSize(12)
                .startsWith("B: 01 fe ff ff ff ff ff ff ff")
                .contains("B: 01 00 00 00 00 00 00 00 00");
    }
}
