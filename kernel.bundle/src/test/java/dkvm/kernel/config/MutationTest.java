// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever a slip of the editor makes of a file, the answer is findings: no exception, no endless loop. */
@Execution(ExecutionMode.CONCURRENT)
class MutationTest {
    private static final int ROUNDS = 6000;
    private static final String[] SNIPPETS = {"\t", "\n", " ", "&a ", "*a", "<<: *a", "[", "]", "{", "}", "'", "\"",
            ": ",
            "- ", "? ", "|", ">", "!!str ", "%", "@", "`", "---\n", "...\n", "${", "${X}", "${X:-", "$$", "}", "~",
            "null",
            "-3", "1e9", "soon", "#", ",", "\uFEFF", "\u0000", "\\U00110000", "\"\\UFFFFFFFF\"", "\ud83d",
            "version: 1\n",
            "switch", "process", "command: [x]", "ports: {out: {v: display}}", "broken", "k.", ".k", "s.keys"};

    @Test
    @Timeout(60)
    void mutatedFilesGiveFindings() throws IOException, URISyntaxException {
        var texts = new ArrayList<String>();
        for (var file : FixtureTest.fixtures()) {
            texts.add(Files.readString(file));
        }
        texts.add("""
                version: 1
                devices:
                  a: &base {type: process, config: {command: [a], env: {X: "${X:-y}"}, options: {a: {b: [1]}}}}
                  b: {<<: *base, restart: {initial: 1s}}
                  c: {type: switch, config: {listen: a:1, cache: 1KiB, trusted: [x]}}
                pipelines:
                  p: {from: [a.v, b.w], to: c.a, overflow: block}
                """);
        var random = new Random(20260101);
        for (int round = 0; round < ROUNDS; round++) {
            var text = mutated(texts, random);
            var checked = new DeskReader(TestTypes.ALL, Map.of("X", "1")).read(Path.of("desk.yaml"), text, false);
            assertThat(checked.isOk()).as(text).isEqualTo(checked.findings().stream().noneMatch(Finding::isError));
            assertThat(checked.findings()).as(text)
                    .allMatch(f -> f.position().line() >= 1 && f.position().column() >= 1)
                    .allMatch(f -> !f.message().isBlank() && !f.message().contains("\n"))
                    .noneMatch(f -> f.message().contains("null;") || f.message().endsWith("null"));
        }
    }

    private static String mutated(List<String> texts, Random random) {
        var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
                case 2 -> text.replace(at, end, SNIPPETS[random.nextInt(SNIPPETS.length)]);
                case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
                default -> text.insert(at, (char) random.nextInt(0x3000));
            }
        }
        return text.toString();
    }
}
