// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.TestTypes.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents made to take all memory or all time. */
@Timeout(20)
class HostileYamlTest {

    @Test
    void stopsABillionLaughs() {
        var text = new StringBuilder("version: 1\nkernel:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 10; i++) {
            var alias = "*a" + (i - 1);
            text.append("  a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(9, alias))));
        }
        assertThat(findings(text.toString())).singleElement().asString().contains("aliases make the document explode");
    }

    @Test
    void stopsExplodingMergeKeys() {
        var text = new StringBuilder("version: 1\nkernel:\n  m0: &m0 {a: 1}\n");
        for (int i = 1; i < 40; i++) {
            text.append("  m%d: &m%d {<<: [*m%d, *m%d], k%d: *m%d}\n".formatted(i, i, i - 1, i - 1, i, i - 1));
        }
        assertThat(findings(text.toString())).singleElement().asString().contains("explode");
    }

    @Test
    void stopsAtDeepNesting() {
        assertThat(findings("version: 1\nkernel: " + "[".repeat(1_000_000))).singleElement().asString()
                .contains("nested more than 50 deep");
        assertThat(findings("version: 1\nkernel: " + "{a: ".repeat(100_000))).singleElement().asString()
                .contains("nested more than 50 deep");
        assertThat(findings("version: 1\nkernel:\n" + "- ".repeat(100_000))).singleElement().asString()
                .contains("nested more than 50 deep");
    }

    @Test
    void readsALargeButHonestDesk() {
        var text = IntStream.range(0, 10_000)
                .mapToObj(i -> "  d" + i + ": {type: dummy-keyboard-source, config: {file: " + i + ".evemu}}\n")
                .collect(Collectors.joining("", "version: 1\ndevices:\n", "pipelines: {}\n"));
        var checked = TestTypes.read(text);
        assertThat(TestTypes.lines(checked)).isEmpty();
        assertThat(checked.desk().orElseThrow().devices()).hasSize(10_000);
    }

    @Test
    void survivesAWholeFileOfOneThing() {
        int length = YamlText.MAX_BYTES / 4;
        for (var c : new String[]{"a", " ", "'", "\"", "- ", "a: ", "a:\n", "? ", "&a ", "*a ", "!a ", "#", "[", "{",
                "|\n", "\n", "a, ", "%", "\t", ",", ":", "-\n", "---\n", "${A:-", "\\"}) {
            var text = "version: 1\nkernel:\n  name: " + c.repeat(length / c.length());
            assertThat(TestTypes.read(text)).as(c).isNotNull();
            assertThat(TestTypes.read(c.repeat(length / c.length()))).as(c).isNotNull();
        }
    }

    @Test
    void keepsMessagesOnOneShortLine() {
        var name = "x\\n\\u202e" + "y".repeat(900);
        assertThat(findings("version: 1\n\"" + name + "\": 1\nkernel: {watch: \"" + name + "\"}\n")).hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\u202e").hasSizeLessThan(250));
    }
}
