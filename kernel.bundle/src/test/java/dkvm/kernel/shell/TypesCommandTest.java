// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of the built-in type alone; the launcher's tests ask for those of the distribution. */
class TypesCommandTest {
    private final StringBuilder out = new StringBuilder();

    private String run(String... arguments) throws UsageException {
        out.setLength(0);
        assertThat(new TypesCommand(List::of).run(List.of(arguments), out::append)).isZero();
        return out.toString();
    }

    @Test
    void listsTypes() throws UsageException {
        assertThat(run()).hasLineCount(2).contains("process", "dkvm.kernel", "Runs any program");
        var all = JsonParser.parseString(run("--json")).getAsJsonArray();
        assertThat(all).hasSize(1);
        assertThat(all.get(0)).isEqualTo(JsonParser.parseString(run("process", "--json")));
    }

    @Test
    void describesAType() throws UsageException {
        assertThat(run("process")).contains("ports: as configured", "command", "list: text", "required");
        var command = JsonParser.parseString(run("process", "--json")).getAsJsonObject().getAsJsonArray("options")
                .get(0).getAsJsonObject();
        assertThat(command.keySet()).containsExactly("name", "type", "list", "required", "default", "min", "max",
                "choices", "description");
        assertThat(command.get("default").isJsonNull()).isTrue();
    }

    @Test
    void printsTheSchema() throws UsageException {
        var schema = JsonParser.parseString(run("--schema")).getAsJsonObject();
        assertThat(schema.get("$schema").getAsString()).endsWith("2020-12/schema");
        assertThat(JsonParser.parseString(run("process", "--schema")).getAsJsonObject().get("title").getAsString())
                .isEqualTo("process");
    }

    @Test
    void namesTheTypeThatWasMeant() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> new TypesCommand(List::of).run(List.of("proces"), out::append))
                .withMessage("types: no bundle offers device type \"proces\"; did you mean \"process\"");
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> new TypesCommand(() -> List.of(Path.of("/no/such.jar"))).run(List.of(), out::append))
                .withMessageContaining("/no/such.jar");
    }
}
