// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The JSON Schema, asked by a validator of somebody else. */
class DeskSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory VALIDATORS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final String SCHEMA = DeskSchema.of(TestTypes.ALL);
    private static final JsonSchema VALIDATOR = VALIDATORS.getSchema(SCHEMA);
    /** Errors that only {@code check} can see: of links, sums and variables, and keys that are there twice. */
    private static final Set<String> UNSEEN = Set.of("bad-overflow", "duplicate-id", "duplicate-link", "kinds-differ",
            "second-link-to-a-device", "sink-as-source", "too-much-memory", "unknown-device", "unknown-port",
            "unset-variable");
    /** What is no YAML: no schema is ever asked. */
    private static final Set<String> UNREADABLE = Set.of("tab");

    /** What is wrong with a desk. */
    static Set<String> faults(String yaml) {
        return faults(VALIDATOR, yaml);
    }

    /** What is wrong with a desk, by another schema. */
    static Set<String> faults(String schema, String yaml) {
        return faults(VALIDATORS.getSchema(schema), yaml);
    }

    private static Set<String> faults(JsonSchema validator, String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(true);
        Object value = new Yaml(new SafeConstructor(options)).load(yaml);
        JsonNode node = MAPPER.valueToTree(value);
        return validator.validate(node).stream().map(ValidationMessage::getMessage).collect(Collectors.toSet());
    }

    @Test
    void isAProperSchema() throws JsonProcessingException {
        var meta = VALIDATORS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(MAPPER.readTree(SCHEMA))).isEmpty();
        for (var type : TestTypes.ALL.all()) {
            assertThat(meta.validate(MAPPER.readTree(DeskSchema.of(type)))).isEmpty();
        }
    }

    static Stream<Path> desks() throws IOException, URISyntaxException {
        var examples = Path.of("..", "examples");
        try (var files = Files.list(examples)) {
            var desks = files.filter(file -> file.toString().endsWith(".yaml")).toList();
            return Stream.concat(desks.stream(), FixtureTest.fixtures().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("desks")
    void takesWhatCheckTakesAndSeesWhatCanBeSeen(Path file) throws IOException {
        var name = file.getFileName().toString().replace(".yaml", "");
        var text = Files.readString(file);
        boolean right = file.startsWith("..") || text.startsWith("# expect: OK");
        if (UNREADABLE.contains(name)) {
            assertThatThrownBy(() -> faults(text)).isInstanceOf(YAMLException.class);
        } else if (right || UNSEEN.contains(name)) {
            assertThat(faults(text)).isEmpty();
        } else {
            assertThat(faults(text)).isNotEmpty();
        }
        assertThat(!right || !UNSEEN.contains(name)).as("an error that the schema cannot see is one").isTrue();
    }

    @Test
    void whatItDoesNotSeeIsAmongTheFixtures() throws IOException, URISyntaxException {
        assertThat(desks().map(file -> file.getFileName().toString().replace(".yaml", ""))).containsAll(UNSEEN)
                .containsAll(UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{type: dummy-display-source, config: {width: 0x500, height: '1_080', pattern: random}}",
            "{type: dummy-display-source, enabled: 'No', config: {width: '${WIDTH}'}}",
            "{type: '${TYPE:-switch}', config: {trusted: 1}}", "{type: dummy-display-source, config: }",
            "{type: dummy-audio-source, config: {duration: 1.5s, period: '20 ms'}, liveness: 0}",
            "{type: switch, config: {trusted: a, files: [a, b], listen: 'h:1', cache: 65536}}",
            "{type: switch, restart: {policy: never, initial: 1s, max: 2H, limit: 0, window: 1d, reset: 0.5m}}",
            "{type: process, config: {command: [a, 1, true], env: {A: 1}, options: {x: [1, 2], z: {y: 2}}, "
                    + "ports: {out: {video: display}, in: }}}",
            "{type: process, config: {command: a}, memory: {limit: 1.5GiB}}",
            "{type: switch, config: &c {cache: 64KiB}}"})
    void takesAllWaysOfWriting(String device) {
        var desk = "version: 1\ndevices:\n  d: " + device + "\n";
        assertThat(TestTypes.read(desk, Map.of("WIDTH", "640")).findings()).isEmpty();
        assertThat(faults(desk)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{type: nonesuch}", "{type: switch, config: {cache: 64KB}}",
            "{type: switch, config: {cache: -1}}", "{type: switch, config: {listen: ''}}",
            "{type: dummy-display-source, config: {pattern: stripes}}", "{type: dummy-keyboard-source, config: {}}",
            "{type: dummy-display-source, config: {width: 1.5}}", "{type: switch, liveness: 5}",
            "{type: dummy-keyboard-source, config: {file: a, loop: maybe}}", "{type: switch, memory: {limt: 1}}",
            "{type: dummy-audio-source, config: {period: 10}}", "{type: process}", "{type: process, config: {}}",
            "{type: process, config: {command: []}}", "{type: process, config: {command: a, env: {DKVM_X: 1}}}",
            "{type: process, config: {command: a, ports: {out: {a: smell}}}}", "{type: switch, restart: {limit: -1}}",
            "{type: switch, restart: {policy: often}}"})
    void refusesWhatCheckRefuses(String device) {
        var desk = "version: 1\ndevices:\n  d: " + device + "\n";
        assertThat(TestTypes.read(desk).findings()).isNotEmpty();
        assertThat(faults(desk)).isNotEmpty();
    }

    @Test
    void tellsEditorsWhatThereIs() throws JsonProcessingException {
        var schema = MAPPER.readTree(SCHEMA);
        var types = schema.at("/$defs/device/properties/type/anyOf").findValuesAsText("const");
        assertThat(types).containsExactlyElementsOf(TestTypes.ALL.names());
        var speed = schema.at("/$defs/config.dummy-keyboard-source/properties/speed");
        assertThat(speed.get("default").asDouble()).isEqualTo(1.0);
        assertThat(speed.get("maximum").asInt()).isEqualTo(1000);
        assertThat(schema.at("/$defs/config.dummy-display-source/properties/pattern/anyOf/0/enum"))
                .extracting(JsonNode::asText).containsExactly("bars", "random");
        assertThat(schema.at("/$defs/config.dummy-keyboard-source/required").get(0).asText()).isEqualTo("file");
        assertThat(schema.at("/$defs/config.dummy-audio-source/properties/period/description").asText())
                .isEqualTo("at least 1ms; at most 1s");
        for (var section : List.of("kernel", "memory", "devices", "pipelines", "version")) {
            assertThat(schema.at("/properties/" + section + "/description").asText()).isNotEmpty();
        }
    }
}
