// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Configuration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a device is configured with, as JSON: it fits into one variable and into one answer. */
class OptionsJsonTest {
    private static final int PATH_MAX = 4096;

    private static List<String> wrong(String value) {
        return TestTypes.findings("version: 1\ndevices:\n  d: {type: switch, config: {trusted: '" + value + "'}}\n");
    }

    @Test
    void theLargestFitsIntoOneAnswer() {
        var answer = Configuration.newBuilder().setJson("x".repeat(OptionsJson.MAX_BYTES))
                .setDirectory("/".repeat(PATH_MAX)).build();
        assertThat(answer.getSerializedSize()).isLessThanOrEqualTo(Wire.MAX_CALL_PAYLOAD);
    }

    @Test
    void isMeasuredAsItIsWritten() {
        assertThat(OptionsJson.of(Map.of("b", 1L, "a", "<\"ä\">"))).isEqualTo("{\"a\":\"<\\\"ä\\\">\",\"b\":1}");
        int room = OptionsJson.MAX_BYTES - OptionsJson.of(TestTypes.options("{type: switch, config: {trusted: ''}}"))
                .length();
        assertThat(wrong("x".repeat(room))).isEmpty();
        assertThat(wrong("x".repeat(room + 1))).singleElement().asString().contains("58KiB");
        assertThat(wrong("\"".repeat(room / 2))).isEmpty();
        assertThat(wrong("\"".repeat(room / 2 + 1))).as("each takes two bytes").hasSize(1);
        assertThat(wrong("ä".repeat(room / 2 + 1))).hasSize(1);
    }
}
