// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.TestTypes.findings;
import static dkvm.kernel.config.TestTypes.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A device's {@code config} against its type's schema. */
class DeviceOptionsTest {
    private static List<String> wrong(String device) {
        return findings("version: 1\ndevices:\n  d: " + device + "\n");
    }

    @Test
    void fillsInDefaultsAndTypes() {
        assertThat(options("{type: dummy-keyboard-source, config: {file: a, speed: 2}}"))
                .isEqualTo(Map.of("file", "/desk/a", "speed", 2.0, "loop", false));
        assertThat(options("{type: dummy-display-source, config: {width: 0x10, frames: 1_000}}")).isEqualTo(
                Map.of("width", 16L, "height", 720L, "frames", 1000L, "pattern", "bars"));
        assertThat(options("{type: dummy-audio-source, config: {duration: 2s}}"))
                .isEqualTo(Map.of("duration", 2000L, "period", 10L));
        assertThat(options("{type: switch, config: {cache: 1MiB, listen: \"[::1]:1\"}}"))
                .isEqualTo(Map.of("cache", 1L << 20, "listen", "[::1]:1"));
        assertThat(options("{type: switch}")).isEqualTo(Map.of("cache", 64L << 10));
    }

    @Test
    void takesOneValueForAList() {
        assertThat(options("{type: switch, config: {trusted: x, files: [a, /b, ./c, ../d]}}")).containsEntry("trusted",
                List.of("x")).containsEntry("files", List.of("/desk/a", "/b", "/desk/c", "/desk/../d"));
        assertThat(options("{type: switch, config: {trusted: []}}")).containsEntry("trusted", List.of());
        assertThat(options("{type: switch, config: {trusted: ~}}")).doesNotContainKey("trusted");
    }

    @Test
    void saysWhatIsWrongWithAValue() {
        assertThat(wrong("{type: dummy-keyboard-source, config: {file: [a]}}"))
                .containsExactly("3:51 error text expected, not a list");
        assertThat(wrong("{type: dummy-keyboard-source, config: {file: \"\"}}")).singleElement().asString()
                .contains("must name a file or directory");
        assertThat(wrong("{type: dummy-keyboard-source, config: {file: a, loop: maybe}}")).singleElement().asString()
                .contains("true or false expected, not \"maybe\"");
        assertThat(wrong("{type: dummy-display-source, config: {pattern: randm}}")).singleElement().asString()
                .contains("one of bars, random expected, not \"randm\"; did you mean \"random\"");
        assertThat(wrong("{type: dummy-display-source, config: {width: 1.5}}")).singleElement().asString()
                .contains("whole number expected, not \"1.5\"");
        assertThat(wrong("{type: dummy-display-source, config: {width: 20000}}")).singleElement().asString()
                .contains("\"width\" must be at most 16384");
        assertThat(wrong("{type: dummy-audio-source, config: {period: 2s}}")).singleElement().asString()
                .contains("\"period\" must be at most 1s");
        assertThat(wrong("{type: switch, config: {trusted: [a, {b: c}, [d]]}}")).containsExactly(
                "3:43 error text expected, not a mapping", "3:51 error text expected, not a list");
        assertThat(wrong("{type: switch, config: {cache: 64K}}")).singleElement().asString().contains("64KiB");
        assertThat(wrong("{type: switch, config: 5}")).containsExactly("3:29 error mapping expected, not \"5\"");
        assertThat(wrong("{type: switch, config: {listen: \"::1\"}}")).singleElement().asString().contains("brackets");
    }

    @Test
    void pointsAtTheConfigThatLacksAnOption() {
        assertThat(wrong("{type: dummy-keyboard-source, config: {speed: 1}}"))
                .containsExactly("3:36 error \"config\" lacks required \"file\"; add it");
    }

    @Test
    void reportsWhatTheTypeItselfFinds() {
        assertThat(wrong("{type: dummy-display-source, config: {width: 17}}"))
                .containsExactly("3:51 error \"width\": must be even; take the next number");
    }

    @Test
    void survivesATypeWhoseCodeFails() {
        assertThat(wrong("{type: broken}")).singleElement().asString().startsWith("3:3 error bundle dkvm.test 1.0.0")
                .contains("not today");
    }

    @Test
    void keepsTheOptionsOfAnUnknownTypeAsText() {
        assertThat(options("{type: webcam, config: {rate: 30, nested: {deep: yes}, list: [1, a], none: }}"))
                .isEqualTo(Map.of("rate", "30", "nested.deep", "yes", "list", List.of("1", "a")));
        assertThat(wrong("{type: webcam, config: {Rate: 1, rate: 2, a b: 3, c: [[d]]}}")).hasSize(4)
                .anyMatch(line -> line.contains("warning no bundle offers device type \"webcam\""))
                .anyMatch(line -> line.startsWith("3:39 error option \"rate\" differs from another only in the case"))
                .anyMatch(line -> line.startsWith("3:48 error option \"a b\""))
                .anyMatch(line -> line.startsWith("3:60 error text expected in this list"));
    }

    @Test
    void makesAnUnknownTypeAnErrorWhenStrict() {
        var reader = new DeskReader(TestTypes.ALL, Map.of());
        var text = "version: 1\ndevices:\n  d: {type: webcam}\n";
        assertThat(reader.read(Path.of("x.yaml"), text, false).isOk()).isTrue();
        assertThat(reader.read(Path.of("x.yaml"), text, true).isOk()).isFalse();
    }

    @Test
    void refusesMoreThanADeviceCanBeGiven() {
        assertThat(wrong("{type: switch, config: {trusted: " + "x".repeat(70_000) + "}}")).singleElement().asString()
                .contains("larger than 58KiB");
    }
}
