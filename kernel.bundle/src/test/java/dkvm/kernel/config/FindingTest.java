// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dkvm.kernel.config.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingTest {
    private final Finding finding = new Finding(Severity.WARNING, new Position(3, 7), "a \"b\" <é>; do c");

    @Test
    void isALineForUsers() {
        assertThat(finding.format("x/desk.yaml")).isEqualTo("x/desk.yaml:3:7: warning: a \"b\" <é>; do c");
    }

    @Test
    void isAnObjectForScripts() {
        var json = JsonParser.parseString(FindingsJson.of("desk.yaml", List.of(finding)));
        assertThat(json).isEqualTo(JsonParser.parseString("""
                [{"file": "desk.yaml", "line": 3, "column": 7, "severity": "warning", "message": "a \\"b\\" <é>; do c"}]
                """));
        assertThat(FindingsJson.of("desk.yaml", List.of())).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({"kk,k|s,k", "devises,version|devices,devices", "k,s|t,",
            "sped,speed|loop,speed",
            "dveice,device,device",
            "KEYS,keys,keys", "typewriter,keys,", "'',a,"})
    void suggestsTheCloseNameOnly(String name, String known, String expected) {
        assertThat(Typo.closest(name, List.of(known.split("\\|", -1))).orElse(null)).isEqualTo(expected);
    }
}
