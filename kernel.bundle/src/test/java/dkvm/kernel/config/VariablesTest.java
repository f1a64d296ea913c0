// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private final Variables variables = new Variables(Map.of("HOST", "desk", "EMPTY", "", "DOLLAR", "${HOST}"));

    @ParameterizedTest
    @CsvSource({"${HOST},desk", "a-${HOST}-b,a-desk-b", "${HOST}${HOST},deskdesk", "${NONE:-x},x", "${NONE:-},''",
            "${EMPTY:-x},x", "${EMPTY},''", "${HOST:-x},desk", "${HOST:?must be set},desk", "$$,$", "$$5,$5",
            "$${HOST},${HOST}", "$$$${HOST},$${HOST}", "cost $5,cost $5", "$,$", "a$,a$", "${NONE:-a b:c},a b:c",
            "${NONE:-${HOST}},desk", "${NONE:-${NADA:-y}z},yz", "${NONE:-$$},$", "${NONE:-$$}}x,$}x",
            "${HOST:-${NONE}},desk", "${DOLLAR},${HOST}", "${NONE:-:-},:-"})
    void expands(String text, String expected) {
        assertThat(variables.expand(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"${NONE},variable NONE is not set", "${NONE:?ask Ann},variable NONE: ask Ann",
            "${EMPTY:?ask Ann},variable EMPTY: ask Ann", "${NONE:?},variable NONE is not set",
            "${HOST,no closing brace", "${HOST:-${NONE},no closing brace", "${},is no variable",
            "${9X},is no variable", "${HOST-x},is no variable", "${HO ST},is no variable", "${NONE:-${NADA}},NADA"})
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> variables.expand(text)).withMessageContaining(message);
    }

    @Test
    void limitsNestingAndLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> variables.expand("${A:-".repeat(5000) + "}".repeat(5000)))
                .withMessageContaining("nested");
        var large = new Variables(Map.of("L", "x".repeat(10_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> large.expand("${L}".repeat(1000)))
                .withMessageContaining("longer than");
    }

    @Test
    void typesTheResultByItsTextQuotedOrNot() {
        var text = """
                version: ${VERSION}
                devices:
                  k: {type: dummy-keyboard-source, config: {file: "${FILE}", speed: "${SPEED}", loop: '${LOOP}'}}
                  l:
                    type: dummy-keyboard-source
                    config:
                      file: ${FILE}
                      speed: ${SPEED}
                      loop: ${LOOP}
                  m: {type: dummy-keyboard-source, config: {file: "7", speed: "2.5", loop: "true"}}
                """;
        var checked = TestTypes.read(text, Map.of("VERSION", "1", "FILE", "7", "SPEED", "2.5", "LOOP", "true"));
        assertThat(checked.findings()).isEmpty();
        assertThat(checked.desk().orElseThrow().devices())
                .allSatisfy(device -> assertThat(device.options())
                        .isEqualTo(Map.of("file", "/desk/7", "speed", 2.5, "loop", true)));
    }

    @Test
    void leavesKeysAlone() {
        assertThat(TestTypes.findings("version: 1\n\"${X}\": 1\n")).singleElement().asString()
                .contains("2:1 error unknown key \"${X}\"");
    }

    @Test
    void reportsABrokenVariableOnce() {
        assertThat(TestTypes.findings("""
                version: 1
                devices:
                  k: {type: dummy-keyboard-source, config: {file: a, speed: "${NONE}"}, enabled: "${NONE}"}
                """)).hasSize(2).allMatch(line -> line.contains("not set"));
    }
}
