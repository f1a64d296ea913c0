// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dkvm.sdk.log.LogLevel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LogsCommandTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final List<LogRecord> records = new ArrayList<>();
    private final StringBuilder out = new StringBuilder();
    private final LogsCommand logs = new LogsCommand((number, _) -> after(number), "key"::equals);

    private List<LogRecord> after(long number) {
        return records.stream().filter(line -> line.number() > number).toList();
    }

    private void record(LogLevel level, String logger, String text) {
        int number = records.size() + 1;
        records.add(new LogRecord(number, NOON.plusSeconds(number), level, logger, text));
    }

    private String run(String... arguments) throws UsageException {
        out.setLength(0);
        assertThat(logs.run(List.of(arguments), out::append)).isZero();
        return out.toString();
    }

    @Test
    void showsTheLastOfWhatIsAskedFor() throws UsageException {
        record(LogLevel.DEBUG, "device.keys", "one");
        record(LogLevel.WARN, "kernel.run", "two\nlines");
        record(LogLevel.ERROR, "device.keys", "three");

        assertThat(run()).isEqualTo("""
                2026-01-02T12:00:01Z DEBUG device.keys one
                2026-01-02T12:00:02Z WARN kernel.run two
                  lines
                2026-01-02T12:00:03Z ERROR device.keys three
                """);
        assertThat(run("-n", "1")).contains("three").doesNotContain("two");
        assertThat(run("keys")).hasLineCount(2).doesNotContain("kernel");
        assertThat(run("key")).isEmpty();
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("kez"))
                .withMessage("logs: there is no device \"kez\"; \"devices\" lists those there are");
        assertThat(run("--level", "warn")).contains("two", "three").doesNotContain("one");
        assertThat(run("--since", "2026-01-02T12:00:02Z")).contains("two", "three").doesNotContain("one");
        assertThat(run("--since", "36500d")).contains("one");
        assertThat(run("-n", "0")).isEmpty();
        assertThat(run("-n", "1", "--json")).isEqualTo("{\"time\":\"2026-01-02T12:00:03Z\",\"level\":\"ERROR\","
                + "\"logger\":\"device.keys\",\"text\":\"three\"}\n");
    }

    @Test
    void showsFiftyUnlessMoreAreAskedFor() throws UsageException {
        for (int i = 0; i < 100; i++) {
            record(LogLevel.INFO, "device.keys", "line " + i);
        }
        assertThat(run()).hasLineCount(50).contains("line 99");
        assertThat(run("--since", "2026-01-02T12:00:00Z")).hasLineCount(100);
    }

    @ParameterizedTest
    @CsvSource({"90s, 2026-07-01T09:58:30Z", "0, 2026-07-01T10:00:00Z", "2026-07-01T09:00:00Z, 2026-07-01T09:00:00Z",
            "2026-07-01T09:00, 2026-07-01T07:00:00Z", "2026-07-01 09:00:01, 2026-07-01T07:00:01Z",
            "2026-06-30, 2026-06-29T22:00:00Z", "11:30, 2026-07-01T09:30:00Z", "12:30:15, 2026-06-30T10:30:15Z"})
    void knowsTimesAndDurations(String text, String instant) throws UsageException {
        var now = ZonedDateTime.ofInstant(Instant.parse("2026-07-01T10:00:00Z"), ZoneId.of("Europe/Berlin"));
        assertThat(LogFilter.since(text, now)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n x", "-n -1", "-n", "--level loud", "--since yesterday", "--since", "a b", "--follow"})
    void refusesWhatItDoesNotKnow(String arguments) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> logs.run(List.of(arguments.split(" ", -1)), out::append));
        assertThat(out).isEmpty();
    }

    /** A client that is gone interrupts. */
    @Test
    void followsUntilTheClientGoes() throws UsageException {
        record(LogLevel.INFO, "device.keys", "before");
        // What was written since, of which the oldest was dropped before anybody looked.
        var later = new LogRecord(5, NOON, LogLevel.INFO, "device.keys", "after");
        var followed = new LogsCommand((number, waitMillis) -> {
            if (waitMillis > 0 && !records.contains(later)) {
                records.add(later);
            } else if (waitMillis > 0) {
                Thread.currentThread().interrupt();
            }
            return after(number);
        }, "key"::equals);
        var answers = new ArrayList<String>();
        assertThat(followed.run(List.of("-f"), answers::add)).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answers).satisfiesExactly(line -> assertThat(line).endsWith(" before\n"),
                line -> assertThat(line)
                        .endsWith(" WARN kernel.shell 3 records came faster than they could be shown\n"),
                line -> assertThat(line).endsWith(" after\n"));
    }
}
