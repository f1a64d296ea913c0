// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.sdk.log.LogLevel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/** {@code logs [ID] [-n N] [-f] [--level LEVEL] [--since TIME|DURATION] [--json]}: the log, of all or of one device. */
final class LogsCommand implements Command {
    private static final int DEFAULT_LINES = 50;
    /** So soon a client that is gone is found out. */
    private static final long WAIT_MILLIS = 1000;

    private final LogRecord.Source log;

    LogsCommand(LogRecord.Source log) {
        this.log = log;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String usage() {
        return "logs [ID] [-n N] [-f] [--level LEVEL] [--since TIME|DURATION] [--json]    the last log lines; -f goes on";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json", "-f"), Set.of("-n", "--level", "--since"), 1);
        var level = parsed.value("--level");
        var since = parsed.value("--since");
        var filter = new LogFilter(parsed.words().stream().findFirst(),
                level.isPresent() ? LogFilter.level(level.get()) : LogLevel.TRACE,
                since.isPresent()
                        ? LogFilter.since(since.get(), ZonedDateTime.now(ZoneId.systemDefault()))
                        : Instant.MIN);
        int most = parsed.number(name(), "-n", since.isPresent() ? Integer.MAX_VALUE : DEFAULT_LINES);
        var all = log.after(0, 0);
        var wanted = all.stream().filter(filter).toList();
        wanted.subList(Math.max(0, wanted.size() - most), wanted.size())
                .forEach(line -> print(line, parsed.has("--json"), answer));
        if (parsed.has("-f")) {
            follow(all.isEmpty() ? 0 : all.getLast().number(), filter, parsed.has("--json"), answer);
        }
        return 0;
    }

    /** Until the client goes, which the next writing to it finds out. */
    private void follow(long last, LogFilter filter, boolean json, Answer answer) {
        long shown = last;
        while (!Thread.currentThread().isInterrupted()) {
            var lines = log.after(shown, WAIT_MILLIS);
            if (lines.isEmpty()) {
                answer.out("");
                continue;
            }
            long missed = lines.getFirst().number() - shown - 1;
            if (missed > 0) {
                print(new LogRecord(shown, lines.getFirst().time(), LogLevel.WARN, "kernel.shell",
                        missed + " records came faster than they could be shown"), json, answer);
            }
            lines.stream().filter(filter).forEach(line -> print(line, json, answer));
            shown = lines.getLast().number();
        }
    }

    private static void print(LogRecord line, boolean json, Answer answer) {
        if (json) {
            answer.json(line.json());
        } else {
            answer.out(line.line());
        }
    }
}
