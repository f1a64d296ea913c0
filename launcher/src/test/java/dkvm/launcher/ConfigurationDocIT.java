// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dkvm.kernel.config.DeskReader;
import dkvm.kernel.config.DeskSchema;
import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.DeviceTypes;
import dkvm.launcher.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docs/configuration.md says what the schemas of the distribution's bundles say; a failure shows what it should say. */
class ConfigurationDocIT {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static DeviceTypes types = DeviceTypes.of(List.of());
    private static String document = "";

    @BeforeAll
    static void read() throws IOException {
        types = new DeskCheck(new Distribution(Path.of("target/dkvm")), Map.of()).types(Path.of("target/none")).all();
        document = Files.readString(Scripts.ROOT.resolve("docs/configuration.md"));
    }

    @ParameterizedTest
    @CsvSource({"The file, ''", "kernel, properties/kernel", "memory, properties/memory", "devices, $defs/device",
            "restart, $defs/restart", "pipelines, $defs/pipeline"})
    void tellsOfAllKeys(String heading, String pointer) {
        JsonObject mapping = JsonParser.parseString(DeskSchema.of(types)).getAsJsonObject();
        for (var step : pointer.isEmpty() ? new String[0] : pointer.split("/", -1)) {
            mapping = mapping.getAsJsonObject(step);
        }
        assertThat(chapter("## " + heading)).contains(ConfigurationTables.section(mapping));
    }

    static Stream<String> names() throws IOException {
        read();
        return types.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void tellsOfAllDeviceTypes(String name) {
        assertThat(chapter("## Device types")).contains(ConfigurationTables.type(types.named(name)));
    }

    @Test
    void tellsOfNoOtherDeviceTypes() {
        assertThat(chapter("## Device types").lines().filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))).containsExactlyElementsOf(types.names());
        assertThat(types.all()).allSatisfy(type -> assertThat(type.description()).isNotEmpty());
        assertThat(types.all().stream().map(DeviceType::options).flatMap(options -> options.values().stream()))
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    @Test
    void tellsOfAllKindsOfLinks() {
        assertThat(chapter("## pipelines")).contains(ConfigurationTables.kinds());
    }

    @Test
    void showsExamplesThatAreRight() throws IOException {
        var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(DeskSchema.of(types));
        var examples = EXAMPLE.matcher(document).results().map(found -> found.group(1)).toList();
        assertThat(examples).isNotEmpty();
        try (var files = Files.list(Scripts.ROOT.resolve("examples"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                isRight(Files.readString(file), schema);
            }
        }
        for (var example : examples) {
            isRight(example, schema);
        }
    }

    private static void isRight(String text, JsonSchema schema) {
        assertThat(new DeskReader(types, Map.of()).read(Path.of("/desk.yaml"), text, true).findings()).isEmpty();
        Object value = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        assertThat(schema.validate(new ObjectMapper().valueToTree(value))).isEmpty();
    }

    /** From a heading to the next of its level. */
    private static String chapter(String heading) {
        int begin = (document + "\n").indexOf("\n" + heading + "\n");
        assertThat(begin).as("a chapter \"" + heading + "\"").isNotNegative();
        int end = document.indexOf("\n## ", begin + 1);
        return document.substring(begin, end < 0 ? document.length() : end) + "\n";
    }
}
