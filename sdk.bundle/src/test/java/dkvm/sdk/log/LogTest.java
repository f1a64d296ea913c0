// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Log log = new Log(new PrintStream(bytes, true, StandardCharsets.UTF_8), LogLevel.INFO);

    @Test
    void putsThePriorityInFrontAndIndentsFurtherLines() {
        log.error("bad\r\nworse");
        log.warn("é");
        log.info("note");
        log.debug("hidden");
        assertThat(text()).isEqualTo("<3>bad\n  worse\n<4>é\n<6>note\n");
    }

    @Test
    void addsATraceToAnError() {
        log.error("it failed", new IllegalStateException("odd"));
        assertThat(text().lines()).startsWith("<3>it failed", "  java.lang.IllegalStateException: odd")
                .allSatisfy(line -> assertThat(line).matches("<3>.*|\\s.*"));
    }

    @Test
    void changesItsLevel() {
        log.level(LogLevel.TRACE);
        log.trace("step");
        log.level(LogLevel.ERROR);
        log.warn("hidden");
        assertThat(text()).isEqualTo("<7>step\n");
    }

    @Test
    void knowsLevelsByNameAndPriority() {
        for (var level : LogLevel.values()) {
            assertThat(LogLevel.of(level.name().toLowerCase(java.util.Locale.ROOT), LogLevel.INFO)).isEqualTo(level);
        }
        assertThat(LogLevel.of("loud", LogLevel.WARN)).isEqualTo(LogLevel.WARN);
        assertThat(LogLevel.ofPriority(0)).isEqualTo(LogLevel.ERROR);
        assertThat(LogLevel.ofPriority(4)).isEqualTo(LogLevel.WARN);
        assertThat(LogLevel.ofPriority(5)).isEqualTo(LogLevel.INFO);
        assertThat(LogLevel.ofPriority(7)).isEqualTo(LogLevel.DEBUG);
        assertThat(LogLevel.ofPriority(8)).isEqualTo(LogLevel.TRACE);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
