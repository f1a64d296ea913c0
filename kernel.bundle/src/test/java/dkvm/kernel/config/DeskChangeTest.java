// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeskChangeTest {
    private static final String DESK = """
            version: 1
            kernel: {name: a}
            devices:
              k: {type: dummy-keyboard-source, config: {file: a}}
              x: {type: switch, config: {trusted: [a, b]}}
              s: {type: dummy-keyboard-sink, config: {file: b}}
            pipelines:
              p: {from: k, to: s}
            """;

    private static List<String> changes(String after) {
        return DeskChange.between(desk(DESK), desk(after)).stream().map(DeskChange::text).toList();
    }

    private static Desk desk(String text) {
        return TestTypes.read(text).desk().orElseThrow();
    }

    @Test
    void aDeskDoesNotDifferFromItself() {
        assertThat(changes(DESK)).isEmpty();
        assertThat(changes(DESK.replace("{from: k, to: s}", "{from: [k.keys], to: [s.keys]}"))).as("written otherwise")
                .isEmpty();
    }

    @Test
    void whatChangedIsNamedByItsKeys() {
        assertThat(changes(DESK.replace("name: a", "name: b").replace("file: a}", "file: c, speed: 2}, liveness: 1s")
                .replace("[a, b]", "[a]").replace("to: s", "to: s, capacity: 3"))).containsExactly(
                        "kernel: changed (name)", "device k: changed (config.file, config.speed, liveness)",
                        "device x: changed (config.trusted)", "pipeline p: changed (capacity)");
    }

    @Test
    void whatIsGoneAndWhatIsNewIsNamed() {
        assertThat(changes("""
                version: 1
                kernel: {name: a}
                memory: {limit: 1MiB}
                devices:
                  x: {type: switch, config: {trusted: [a, b]}}
                  n: {type: switch}
                """)).containsExactly("memory: changed (limit)", "device k: removed", "device s: removed",
                "device n: added", "pipeline p: removed");
    }
}
