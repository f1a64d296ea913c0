// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.log.LogLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelsTest {
    @ParameterizedTest
    @CsvSource({"ERROR, error, 3", "WARN, warn, 4", "INFO, info, 6", "DEBUG, debug, 7", "TRACE, trace, 8"})
    void tellsADeviceNowAndWhenItStarts(LogLevel level, String id, int priority) {
        var levels = new LogLevels("info");
        assertThat(levels.of("keys")).isEqualTo("info");
        assertThat(levels.message("keys")).isEmpty();

        levels.set("keys", level);

        assertThat(levels.of("keys")).isEqualTo(id);
        assertThat(levels.of("paper")).isEqualTo("info");
        int said = levels.message("keys").orElseThrow().getSetLog().getPriority();
        assertThat(said).isEqualTo(priority);
        assertThat(LogLevel.ofPriority(said)).isEqualTo(level);
    }
}
