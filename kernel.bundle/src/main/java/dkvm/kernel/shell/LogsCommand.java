// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** {@code logs [ID] [-n N] [--json]}: the last log lines, of all or of one device. */
final class LogsCommand implements Command {
    private static final int DEFAULT_LINES = 50;

    /** Lines of time, level, logger and text, oldest first. */
    private final Supplier<List<String[]>> lines;

    LogsCommand(Supplier<List<String[]>> lines) {
        this.lines = lines;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public String usage() {
        return "logs [ID] [-n N] [--json]    the last log lines, of all or of one device";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of("-n"), 1);
        int most = number(name(), parsed.value("-n").orElse(Integer.toString(DEFAULT_LINES)));
        var wanted = lines.get().stream()
                .filter(line -> parsed.words().isEmpty() || line[2].equals("device." + parsed.words().getFirst()))
                .toList();
        for (var line : wanted.subList(Math.max(0, wanted.size() - most), wanted.size())) {
            if (parsed.has("--json")) {
                answer.json(Map.of("time", line[0], "level", line[1], "logger", line[2], "text", line[3]));
            } else {
                answer.out(String.join(" ", line) + "\n");
            }
        }
        return 0;
    }

    static int number(String command, String text) throws UsageException {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(command + ": -n needs a number, not \"" + text + "\"");
    }
}
