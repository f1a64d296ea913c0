// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.OptionSpec.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What check takes, the schema takes: an editor never marks what is right. */
class SchemaFollowsCheckTest {
    private static final DeviceTypes CHOOSY = DeviceTypes.of(List.of(TestTypes.type("lamp", _ -> List.of(),
            choice("level", OptionSpec.Type.NUMBER, "1", "2", "0x10"),
            choice("gain", OptionSpec.Type.DECIMAL, "0.5", "1"),
            choice("light", OptionSpec.Type.FLAG, "on", "off"),
            choice("mode", OptionSpec.Type.TEXT, "2", "on", "auto", "true"),
            choice("cache", OptionSpec.Type.TEXT, "4096"),
            choice("modes", OptionSpec.Type.TEXT, "2", "auto").asList())));

    private static OptionSpec choice(String name, OptionSpec.Type type, String... choices) {
        var format = name.equals("cache") ? Format.SIZE : Format.NONE;
        return new OptionSpec(name, type, format, false, false, List.of(), Optional.empty(), Optional.empty(),
                List.of(choices), "");
    }

    private static List<String> check(DeviceTypes types, String yaml) {
        return TestTypes.lines(new DeskReader(types, Map.of()).read(Path.of("/desk/desk.yaml"), yaml, true));
    }

    @Test
    void aKeyWithoutAValueIsOneThatIsNotGiven() {
        var desk = """
                version: 1
                kernel: {name: , watch: ~}
                memory: {limit: , storage: null}
                devices:
                  keys:
                    type: dummy-keyboard-source
                    enabled:
                    liveness:
                    memory: {limit: }
                    restart: {policy: , initial: , max: ~, limit: , window: Null, reset: }
                    config: {file: a.evemu, speed: , loop: ~}
                  paper: {type: dummy-keyboard-sink, config: {file: b.jsonl}, restart: , memory: }
                  switch: {type: switch, config: {trusted: , files: ~, listen: , cache: NULL}}
                  screen: {type: dummy-display-source, config: {width: , pattern: , seed: }}
                  sound: {type: dummy-audio-source, config: {duration: , period: ~}}
                  own: {type: process, config: {command: a, env: , options: , ports: {in: , out: }}}
                  other: {type: process, config: {command: a, ports: }}
                pipelines:
                  typing: {from: keys, to: paper, overflow: , capacity: }
                """;
        assertThat(check(TestTypes.ALL, desk)).isEmpty();
        assertThat(DeskSchemaTest.faults(desk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "'1'", "\"1\"", "${V:-1}", "0x1", "1.0", "'+1'", "1e0"})
    void theVersionIsTypedByItsTextToo(String version) {
        var desk = "version: " + version + "\n";
        assertThat(check(TestTypes.ALL, desk)).isEmpty();
        assertThat(DeskSchemaTest.faults(desk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "1.5", "true", "one", "[1]", ""})
    void noOtherVersionIs(String version) {
        var desk = "version: " + version + "\n";
        assertThat(check(TestTypes.ALL, desk)).isNotEmpty();
        assertThat(DeskSchemaTest.faults(desk)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"level: 2", "level: '2'", "level: 0x10", "level: '${L:-2}'", "gain: 0.5", "gain: '1'",
            "light: on", "light: 'off'", "mode: 2", "mode: on", "mode: true", "mode: '2'", "mode: auto", "cache: 4096",
            "cache: '4096'", "modes: 2", "modes: [2, '2', auto]"})
    void choicesAreTypedByTheirText(String option) {
        var desk = "version: 1\ndevices:\n  d: {type: lamp, config: {" + option + "}}\n";
        assertThat(check(CHOOSY, desk)).isEmpty();
        assertThat(DeskSchemaTest.faults(DeskSchema.of(CHOOSY), desk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"level: 3", "level: '3'", "gain: 0.6", "light: maybe", "mode: 3", "mode: manual",
            "cache: 4097", "modes: [2, 3]", "modes: [2, ~]", "level: [2]"})
    void whatIsNoChoiceIsRefusedByBoth(String option) {
        var desk = "version: 1\ndevices:\n  d: {type: lamp, config: {" + option + "}}\n";
        assertThat(check(CHOOSY, desk)).isNotEmpty();
        assertThat(DeskSchemaTest.faults(DeskSchema.of(CHOOSY), desk)).isNotEmpty();
    }

    /** The one thing that the schema refuses and check does not: its bundle may come later. */
    @Test
    void aTypeThatThereIsNotIsAWarningOfCheckAndRefusedByTheSchema() {
        var desk = "version: 1\ndevices:\n  d: {type: nonesuch}\n";
        assertThat(TestTypes.read(desk).isOk()).isTrue();
        assertThat(TestTypes.findings(desk)).singleElement().asString().contains("warning");
        assertThat(DeskSchemaTest.faults(desk)).isNotEmpty();
    }

    /** And the other way round: of what type a variable makes it, the schema cannot know. */
    @Test
    void optionsOfATypeThatIsAVariableAreLeftToCheck() {
        var desk = "version: 1\ndevices:\n  d: {type: '${TYPE:-switch}', config: {anything: 1}}\n";
        assertThat(TestTypes.findings(desk)).singleElement().asString().contains("unknown key \"anything\"");
        assertThat(DeskSchemaTest.faults(desk)).isEmpty();
    }
}
