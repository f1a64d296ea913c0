// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir
    Path folder;

    private static Recording evemu(String text) throws Exception {
        return Recording.read(new LineReader(new StringReader(text)), new EvemuFormat(KeyTable.standard()), false);
    }

    @Test
    void countsTimesByTheirDifferences() throws Exception {
        var recording = evemu("""
                E: 1700000000.000000 0001 001e 0001
                E: 1700000000.250000 0001 001e 0000
                E: 5.000000 0001 001e 0001
                E: 5.500000 0001 001e 0000
                """);
        assertThat(recording.size()).isEqualTo(4);
        assertThat(new long[]{recording.micros(1), recording.micros(2), recording.micros(3)}).as("a clock was set back")
                .containsExactly(250_000, 250_000, 750_000);
    }

    @Test
    void dropsAutorepeatAndWhatChangesNothing() throws Exception {
        var recording = evemu("""
                E: 0.000001 0001 001c 0000
                E: 1.000000 0001 001e 0001
                E: 1.250000 0001 001e 0002
                E: 1.300000 0001 001e 0001
                E: 1.500000 0001 001e 0000
                E: 1.600000 0001 001e 0000
                """);
        assertThat(recording.size()).isEqualTo(2);
        assertThat(recording.micros(0)).as("the first event that is played").isZero();
        assertThat(recording.micros(1)).isEqualTo(500_000);
    }

    @Test
    void countsWhatIsNotPlayed() throws Exception {
        var recording = evemu(
                "what\nE: 1.000000 0002 0000 5\nE: 1.000000 0000 0000 0\nN: x\nE: 1.000000 0001 0110 1\n");
        assertThat(recording.otherKinds()).isEqualTo(2);
        assertThat(recording.strangeLines()).isEqualTo(1);
        assertThat(recording.size()).isZero();
    }

    @Test
    void survivesTimesThatAddUpToAges() throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append("E: ").append(i % 2 == 0 ? "0" : "999999999999").append(".000000 0001 001e ").append(i % 2)
                    .append('\n');
        }
        var recording = evemu(lines.toString());
        for (int i = 1; i < recording.size(); i++) {
            assertThat(recording.micros(i)).isGreaterThanOrEqualTo(recording.micros(i - 1));
        }
    }

    @Test
    void readsEveryKindOfLineEnd() throws Exception {
        var text = "\uFEFF{\"t\":0,\"code\":\"KeyA\",\"state\":\"down\"}\r\n\n{\"t\":1,\"code\":\"KeyA\",\"state\":\"up\"}";
        var file = Files.writeString(folder.resolve("a.jsonl"), text);
        assertThat(Recording.read(file, false).size()).isEqualTo(2);
    }

    @Test
    void namesTheLineAndColumnOfAFault() throws Exception {
        var evemu = Files.writeString(folder.resolve("a.EVENTS"),
                "# EVEMU 1.3\n\nE: 1.000000 0001 001e 0001\nE: 1.5 1\n");
        assertThatThrownBy(() -> Recording.read(evemu, false)).hasMessageStartingWith(evemu + ":4:6: ");
        var jsonl = Files.writeString(folder.resolve("a.jsonl"), "\n{\"t\":0,\"code\":\"KeyA\" \"state\":\"down\"}\n");
        assertThatThrownBy(() -> Recording.read(jsonl, false)).hasMessageStartingWith(jsonl + ":2:22: ");
    }

    @Test
    void readsLinesAcrossEveryBorderOfItsBuffer() throws Exception {
        for (int first = (1 << 14) - 4; first <= (1 << 14) + 2; first++) {
            var lines = new LineReader(new StringReader("x".repeat(first) + "\r\nsecond\r\n\nfourth"));
            assertThat(lines.next()).hasSize(first);
            assertThat(lines.next()).isEqualTo("second");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("fourth");
            assertThat(lines.number()).isEqualTo(4);
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void refusesALineThatNeverEnds() throws Exception {
        var file = Files.write(folder.resolve("zero.evemu"), new byte[3 << 20]);
        assertThatThrownBy(() -> Recording.read(file, false))
                .hasMessageContaining("zero.evemu:1:1048576: the line is too long");
    }

    @Test
    void playsEveryKeyOfAKeyboardFromBothFormats() throws Exception {
        for (var name : new String[]{"all.evemu", "all.jsonl"}) {
            var format = EventFormat.of(Path.of(name)).orElseThrow();
            var text = new StringBuilder(format.header());
            for (int evdev = 1; evdev <= 127; evdev++) {
                int usage = KeyTable.standard().usageOf(evdev);
                format.format(text, evdev * 2000L, new KeyEvent(usage, true));
                format.format(text, evdev * 2000L + 1000, new KeyEvent(usage, false));
            }
            var recording = Recording.read(Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8), true);
            assertThat(recording.size()).isEqualTo(254);
            for (int i = 0; i < 254; i++) {
                assertThat(recording.event(i))
                        .isEqualTo(new KeyEvent(KeyTable.standard().usageOf(i / 2 + 1), i % 2 == 0));
                assertThat(recording.micros(i)).isEqualTo(i * 1000L);
            }
        }
    }
}
