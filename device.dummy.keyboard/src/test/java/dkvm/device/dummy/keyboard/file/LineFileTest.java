// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '^', value = {"^^, ^^", "torn, ^^", "one_, one_", "one_two, one_", "one_two_, one_two_",
            "_, _"})
    void cutsTheLineThatHasNoEnd(String before, String after) throws Exception {
        var file = Files.writeString(folder.resolve("f"), before.replace('_', '\n'));
        LineFile.resume(file).close();
        assertThat(Files.readString(file)).isEqualTo(after.replace('_', '\n'));
    }

    @ParameterizedTest
    @ValueSource(ints = {8190, 8191, 8192, 8193, 16384, 30000})
    void findsTheLastLineHoweverLongTheTornOneIs(int length) throws Exception {
        var file = Files.writeString(folder.resolve("f"), "one\ntwo\n" + "x".repeat(length));
        try (var out = LineFile.resume(file)) {
            out.append("three\n");
        }
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void keepsOnePreviousFile() throws Exception {
        var file = folder.resolve("f");
        for (var text : new String[]{"one\n", "two\n", "three\n"}) {
            try (var out = LineFile.anew(file, "")) {
                out.append(text);
            }
        }
        assertThat(file).hasContent("three\n");
        assertThat(folder.resolve("f~")).hasContent("two\n");
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void writesWhatIsLargerThanItsMemory() throws Exception {
        var file = folder.resolve("f");
        try (var out = LineFile.anew(file, "")) {
            for (int i = 0; i < 5000; i++) {
                out.append("line é " + i + "\n");
            }
            out.flush();
            assertThat(out.size()).isEqualTo(Files.size(file));
        }
        assertThat(Files.readAllLines(file)).containsExactlyElementsOf(
                IntStream.range(0, 5000).mapToObj(i -> "line é " + i).toList());
    }

    @Test
    void writesWhereNoBackupCanBe() throws Exception {
        try (var out = LineFile.anew(Path.of("/dev/null"), "")) {
            out.append("gone\n");
        }
        assertThat(Path.of("/dev/null~")).doesNotExist();
    }
}
