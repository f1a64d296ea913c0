// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What {@code help} says, from what commands say of themselves. */
final class HelpText {
    /** What is called alike does alike. */
    private static final Map<String, String> OPTIONS = Map.of("--json", "as JSON, a value a line", "-f",
            "goes on with what comes", "-n", "the last N only");

    private static final Map<String, List<String>> GROUPS = groups();

    private HelpText() {}

    private static Map<String, List<String>> groups() {
        var groups = new LinkedHashMap<String, List<String>>();
        groups.put("Devices", List.of("devices", "device", "start", "stop", "restart", "types"));
        groups.put("Pipelines", List.of("pipelines", "link", "unlink", "tap", "dot"));
        groups.put("What happens", List.of("top", "logs", "log-level", "events", "buffers"));
        groups.put("Bundles", List.of("bundles", "install", "uninstall", "bundle-restart"));
        groups.put("Kernel", List.of("config", "shutdown", "help"));
        return groups;
    }

    /** All commands, a line each. */
    static String all(Collection<Command> commands, Client client) {
        var rest = new LinkedHashMap<String, Command>();
        commands.forEach(command -> rest.put(command.name(), command));
        int column = rest.keySet().stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder();
        GROUPS.forEach((title, names) -> text
                .append(group(title, names.stream().map(rest::remove).filter(Objects::nonNull).toList(), column,
                        client)));
        return text.append(group("Others", List.copyOf(rest.values()), column, client))
                .append("""
                        "help COMMAND" says more of one. At a prompt, and with "dkvm ctl -c": "devices | grep RUNNING"
                        filters, Felix's own are felix:help, felix:lb, …; "exit" or Ctrl-D leaves the prompt.
                        """).toString();
    }

    private static String group(String title, List<Command> commands, int column, Client client) {
        var text = new StringBuilder(commands.isEmpty() ? "" : title + "\n");
        for (var command : commands) {
            var line = "  " + command.name() + " ".repeat(column - command.name().length()) + "  " + command.summary();
            text.append(client.terminal() ? TextWidth.cut(line, client.width()) : line).append('\n');
        }
        return text.toString();
    }

    /** One of them. */
    static String of(Command command) {
        var text = new StringBuilder(command.synopsis()).append("\n    ").append(command.summary()).append('\n');
        var table = new Table("", "");
        Synopsis.of(command.synopsis()).options().forEach((option, value) -> option(command, option)
                .ifPresent(does -> table.row((option + " " + value).strip(), does)));
        table.toString().lines().skip(1).forEach(line -> text.append("    ").append(line).append('\n'));
        if (!command.example().isEmpty()) {
            text.append("    example: ").append(command.example()).append('\n');
        }
        return text.toString();
    }

    /** What an option of a command does; empty: nobody said. */
    static Optional<String> option(Command command, String name) {
        return Optional.ofNullable(command.options().get(name)).or(() -> Optional.ofNullable(OPTIONS.get(name)));
    }
}
