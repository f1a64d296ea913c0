// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.control.Completion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through JLine's own line editor. */
@Timeout(30)
class KernelWordsTest {
    private static final List<String> COMMANDS = List.of("devices", "logs", "log-level");

    private static Completion kernel(String line, int cursor) {
        int from = line.lastIndexOf(' ', cursor - 1) + 1;
        var known = from == 0 ? COMMANDS.stream() : Stream.of("keys", "screen.");
        return new Completion(from, known.filter(word -> word.startsWith(line.substring(from, cursor)))
                .map(word -> new Completion.Candidate(word, "a word")).toList());
    }

    private static String typed(BiFunction<String, Integer, Completion> kernel, String keys) throws IOException {
        try (var terminal = new DumbTerminal("test", "ansi",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream(),
                StandardCharsets.UTF_8)) {
            var words = new KernelWords(kernel);
            return LineReaderBuilder.builder().terminal(terminal).parser(words).completer(words).build().readLine();
        }
    }

    @Test
    void oneCandidateIsFilledInAndASpaceFollows() throws IOException {
        assertThat(typed(KernelWordsTest::kernel, "dev\t\r")).isEqualTo("devices ");
        assertThat(typed(KernelWordsTest::kernel, "logs k\t-f\r")).isEqualTo("logs keys -f");
    }

    @Test
    void whatSeveralHaveInCommonIsFilledIn() throws IOException {
        assertThat(typed(KernelWordsTest::kernel, "lo\t-l\t\r")).isEqualTo("log-level ");
    }

    @Test
    void aPortFollowsItsDevicesDot() throws IOException {
        assertThat(typed(KernelWordsTest::kernel, "tap s\tvideo\r")).isEqualTo("tap screen.video");
    }

    @Test
    void linesAreTheKernelsToUnderstand() throws IOException {
        for (var line : List.of("echo 'a", "a | b \"c\\", "x = !! $y {", "\\")) {
            assertThat(typed(KernelWordsTest::kernel, line + "\r")).isEqualTo(line);
        }
    }

    @Test
    void aKernelThatKnowsNothingChangesNothing() throws IOException {
        assertThat(typed((_, cursor) -> new Completion(cursor, List.of()), "dev\t\r")).isEqualTo("dev");
        assertThat(typed((_, _) -> new Completion(99, List.of(new Completion.Candidate("x", ""))), "dev\t\r"))
                .startsWith("dev");
    }
}
