// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.Words;
import dkvm.sdk.log.LogLevel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** {@code logs [ID] [-n N] [-f] [--level LEVEL] [--since TIME|DURATION] [--json]}: the log, of all or of one device. */
final class LogsCommand implements Command {
    private static final int DEFAULT_LINES = 50;
    private static final long LOOK_MILLIS = 1000;

    private final LogRecord.Source log;
    private final Predicate<String> devices;

    /** @param devices knows the devices by id */
    LogsCommand(LogRecord.Source log, Predicate<String> devices) {
        this.log = log;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String synopsis() {
        return "logs [ID] [-n N] [-f] [--level LEVEL] [--since TIME|DURATION] [--json]";
    }

    @Override
    public String summary() {
        return "the last log lines; -f goes on";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("-n", "the last N only; 50 unless --since is given", "--level", "none that is less important",
                "--since", "none older: 10m, 14:30, 2026-01-31T14:30");
    }

    @Override
    public String example() {
        return "logs keys -f --level warn";
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
        if (wanted.isEmpty() && !parsed.words().stream().allMatch(devices)) {
            throw new UsageException("logs: there is no device " + Words.quote(parsed.words().getFirst())
                    + "; \"devices\" lists those there are");
        }
        wanted.subList(Math.max(0, wanted.size() - most), wanted.size())
                .forEach(line -> print(line, parsed.has("--json"), answer));
        if (parsed.has("-f")) {
            follow(all.isEmpty() ? 0 : all.getLast().number(), filter, parsed.has("--json"), answer);
        }
        return 0;
    }

    /** Until the client goes: an interrupt. */
    private void follow(long last, LogFilter filter, boolean json, Answer answer) {
        answer.following();
        long seen = last;
        while (!Thread.currentThread().isInterrupted()) {
            var lines = log.after(seen, LOOK_MILLIS);
            showNew(lines, seen, filter, json, answer);
            seen = lines.isEmpty() ? seen : lines.getLast().number();
        }
    }

    /** Shows what has come since. */
    private static void showNew(List<LogRecord> lines, long seen, LogFilter filter, boolean json, Answer answer) {
        var wanted = new ArrayList<LogRecord>();
        if (!lines.isEmpty() && lines.getFirst().number() > seen + 1) {
            wanted.add(new LogRecord(seen, lines.getFirst().time(), LogLevel.WARN, "kernel.shell",
                    lines.getFirst().number() - seen - 1 + " records came faster than they could be shown"));
        }
        lines.stream().filter(filter).forEach(wanted::add);
        wanted.forEach(line -> print(line, json, answer));
    }

    private static void print(LogRecord line, boolean json, Answer answer) {
        if (json) {
            answer.json(line.json());
        } else {
            answer.out(line.line());
        }
    }
}
