// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {

    @Test
    void readsStringsWithTheirEscapes() {
        assertThat(JsonStrings.parse("[]")).isEmpty();
        assertThat(JsonStrings.parse(" [ \"a\" ,\n\"b c\"\t] ")).containsExactly("a", "b c");
        assertThat(JsonStrings.parse("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\", \"é😀\"]"))
                .containsExactly("\"\\/\b\f\n\r\té😀", "é😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[\"a\"", "[\"a", "[\"a\\", "[a]", "[1]", "[\"a\",]", "[,]", "[\"a\" \"b\"]",
            "[\"\\x\"]",
            "[\"\\u12\"]", "[\"\\u+123\"]", "[\"\\u12g4\"]", "[] x", "{}", "null"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> JsonStrings.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON");
    }
}
