// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dkvm.launcher.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineLayoutTest {
    private static final Terminal TTY = Terminal.of("012");

    @Test
    void theFormFollowsWhatStderrIs() {
        assertThat(LineForm.suited(Map.of(), TTY)).isEqualTo(LineForm.COLOUR);
        assertThat(LineForm.suited(Map.of("NO_COLOR", "1"), TTY)).isEqualTo(LineForm.TERMINAL);
        assertThat(LineForm.suited(Map.of("NO_COLOR", ""), TTY)).isEqualTo(LineForm.COLOUR);
        assertThat(LineForm.suited(Map.of("TERM", "dumb"), TTY)).isEqualTo(LineForm.TERMINAL);
        assertThat(LineForm.suited(Map.of("JOURNAL_STREAM", "8:1"), TTY)).isEqualTo(LineForm.COLOUR);
        assertThat(LineForm.suited(Map.of("JOURNAL_STREAM", "8:1"), Terminal.of("0"), () -> "8:1"))
                .isEqualTo(LineForm.JOURNAL);
        assertThat(LineForm.suited(Map.of("JOURNAL_STREAM", "8:1"), Terminal.of("0"), () -> "8:2")).as("another file")
                .isEqualTo(LineForm.PLAIN);
        assertThat(LineForm.suited(Map.of(), Terminal.of("0"))).isEqualTo(LineForm.PLAIN);
    }

    @Test
    void eachFormSaysTheSame() {
        var event = event("device.keys", Level.WARN, "no such key", null);

        assertThat(line(LineForm.TERMINAL, event)).isEqualTo("12:30:05.007 WARN device.keys no such key\n");
        assertThat(line(LineForm.JOURNAL, event)).isEqualTo("<4>device.keys: no such key\n");
        assertThat(line(LineForm.PLAIN, event)).isEqualTo("2026-01-02T12:30:05.007Z WARN device.keys no such key\n");
        assertThat(line(LineForm.COLOUR, event).replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(line(LineForm.TERMINAL, event));
    }

    @Test
    void ourOwnLoggersAreNamedShort() {
        assertThat(LogLine.name("dkvm.kernel.device.Supervisor")).isEqualTo("kernel.device");
        assertThat(LogLine.name("dkvm.kernel")).isEqualTo("kernel");
        assertThat(LogLine.name("device.keys")).isEqualTo("device.keys");
        assertThat(LogLine.name("org.apache.felix.scr")).isEqualTo("org.apache.felix.scr");
    }

    @Test
    void furtherLinesAreIndented() {
        var event = event("device.keys", Level.INFO, "one\ntwo\n", null);

        assertThat(line(LineForm.PLAIN, event)).endsWith(" one\n  two\n");
        assertThat(line(LineForm.JOURNAL, event)).isEqualTo("<6>device.keys: one\n<6>  two\n");
    }

    @Test
    void aDeviceCannotSteerTheTerminal() {
        var event = event("device.keys", Level.INFO, "\u001b[2J\rgone \u009b2J\u009d0;x\u007f\u0085", null);

        assertThat(line(LineForm.TERMINAL, event)).endsWith(" \uFFFD[2J\uFFFDgone \uFFFD2J\uFFFD0;x\uFFFD\uFFFD\n");
    }

    @Test
    void aFailureIsWordsUnlessTracesAreAskedFor() {
        var event = event("kernel.run", Level.ERROR, "it failed", new IOException("disk full"));

        assertThat(line(LineForm.PLAIN, event)).endsWith(" it failed: IOException: disk full\n");
        assertThat(new LineLayout(LineForm.PLAIN, true, ZoneOffset.UTC).doLayout(event))
                .contains("\n  \tat dkvm.launcher");
    }

    private static String line(LineForm form, LoggingEvent event) {
        return new LineLayout(form, false, ZoneOffset.UTC).doLayout(event);
    }

    private static LoggingEvent event(String logger, Level level, String text, @Nullable Throwable failure) {
        var event = new LoggingEvent("", new LoggerContext().getLogger(logger), level, text, failure, null);
        event.setInstant(Instant.parse("2026-01-02T12:30:05.007Z"));
        return event;
    }
}
