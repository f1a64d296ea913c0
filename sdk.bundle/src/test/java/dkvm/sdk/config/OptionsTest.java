// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void readsTheEnvironmentTheKernelMakes() {
        var options = Options.fromEnvironment(Map.of("DKVM_CONFIG_FILE", "/x/typing.evemu", "DKVM_CONFIG_SAMPLE_RATE",
                "48000", "DKVM_CONFIG_SPEED", "0.5", "DKVM_CONFIG_LOOP", "true", "DKVM_CONFIG_TRUSTED",
                "[\"a\",\"b\"]", "FILE", "no"));
        assertThat(options.text("file")).isEqualTo("/x/typing.evemu");
        assertThat(options.number("sample-rate")).isEqualTo(48000);
        assertThat(options.decimal("speed")).isEqualTo(0.5);
        assertThat(options.flag("loop")).isTrue();
        assertThat(options.list("trusted")).containsExactly("a", "b");
        assertThat(options.has("frames")).isFalse();
        assertThat(options.optional("frames")).isEmpty();
        assertThat(options.flag("partial")).isFalse();
        assertThat(options.list("connect")).isEmpty();
    }

    @Test
    void readsTypedValues() {
        var options = Options
                .of(Map.of("rate", 30L, "speed", 2, "loop", true, "connect", List.of("a", "b"), "file", "x"));
        assertThat(options.number("rate")).isEqualTo(30);
        assertThat(options.decimal("speed")).isEqualTo(2.0);
        assertThat(options.text("rate")).isEqualTo("30");
        assertThat(options.flag("loop")).isTrue();
        assertThat(options.list("connect")).containsExactly("a", "b");
    }

    @Test
    void saysWhichOptionHasNoValue() {
        assertThatThrownBy(() -> Options.of(Map.of()).text("file")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"file\"");
        assertThatThrownBy(() -> Options.of(Map.of("rate", "fast")).number("rate"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
