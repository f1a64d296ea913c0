// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.DeskSchema;
import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.OptionSpec;
import dkvm.kernel.config.OptionWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code types [TYPE] [--json] [--schema]}: the device types offered. */
final class TypesCommand implements Command {
    private final Supplier<List<Path>> jars;

    /** @param jars of the device bundles there are now */
    TypesCommand(Supplier<List<Path>> jars) {
        this.jars = jars;
    }

    @Override
    public String name() {
        return "types";
    }

    @Override
    public String synopsis() {
        return "types [TYPE] [--json] [--schema]";
    }

    @Override
    public String summary() {
        return "device types and their options; JSON Schema of desks";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("--schema", "the JSON Schema of the configuration file, or of one type's options");
    }

    @Override
    public String example() {
        return "types dummy-keyboard-source";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json", "--schema"), Set.of(), 1);
        var types = types();
        if (parsed.words().isEmpty()) {
            var all = types.names().stream().map(types::named).toList();
            if (parsed.has("--schema")) {
                answer.out(DeskSchema.of(types) + "\n");
            } else if (parsed.has("--json")) {
                answer.json(all.stream().map(TypesCommand::json).toList());
            } else {
                answer.table(table(all));
            }
            return 0;
        }
        var type = named(types, parsed.words().getFirst());
        if (parsed.has("--schema")) {
            answer.out(DeskSchema.of(type) + "\n");
        } else if (parsed.has("--json")) {
            answer.json(json(type));
        } else {
            answer.out(description(type, answer.client()));
        }
        return 0;
    }

    private DeviceTypes types() {
        try {
            return DeviceTypes.read(jars.get());
        } catch (IOException e) {
            throw new CommandFailedException("types: " + e.getMessage());
        }
    }

    private static DeviceType named(DeviceTypes types, String name) throws UsageException {
        try {
            return types.named(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("types: " + e.getMessage());
        }
    }

    private static Table table(List<DeviceType> types) {
        var table = new Table("TYPE", "PORTS", "BUNDLE", "DESCRIPTION").elastic(48, "DESCRIPTION")
                .spare("BUNDLE");
        types.forEach(type -> table.row(type.name(), ports(type), bundle(type), type.description()));
        return table;
    }

    private static String description(DeviceType type, Client client) {
        return type.name() + " (" + bundle(type) + "): " + type.description() + "\nports: " + ports(type) + "\n\n"
                + options(type, client);
    }

    /** A table where it fits, else what an option does stands below it. */
    private static String options(DeviceType type, Client client) {
        var table = new Table("OPTION", "VALUE", "DEFAULT", "DESCRIPTION");
        type.options().values().forEach(option -> table.row(option.name(), OptionWords.values(option),
                OptionWords.otherwise(option), option.description()));
        boolean fits = table.toString().lines().allMatch(line -> TextWidth.of(line) <= client.width());
        return fits || !client.terminal()
                ? table.toString()
                : type.options().values().stream().map(option -> lines(option, client.width()))
                        .collect(Collectors.joining());
    }

    private static String lines(OptionSpec option, int width) {
        var otherwise = option.defaults().isEmpty() ? "" : "; default " + OptionWords.otherwise(option);
        var words = OptionWords.values(option) + (option.required() ? "; required" : otherwise);
        var indent = "    ";
        return Stream.of(words, option.description())
                .flatMap(text -> TextWidth.lines(OneLine.of(text), width - indent.length()).stream())
                .collect(Collectors.joining("\n" + indent, option.name() + "\n" + indent, "\n"));
    }

    private static String bundle(DeviceType type) {
        return (type.bundle() + " " + type.version()).strip();
    }

    private static String ports(DeviceType type) {
        var ports = type.usualPorts().stream()
                .map(port -> lower(port.direction()) + " " + port.name() + " (" + port.kind().id() + ")")
                .collect(Collectors.joining(", "));
        return ports.isEmpty() ? "as configured" : ports;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(DeviceType type) {
        var json = new LinkedHashMap<String, Object>();
        json.put("type", type.name());
        json.put("description", type.description());
        json.put("bundle", type.bundle());
        json.put("version", type.version());
        json.put("ports", type.usualPorts().stream().map(port -> Map.of("name", port.name(), "direction",
                lower(port.direction()), "kind", port.kind().id())).toList());
        json.put("options", type.options().values().stream().map(TypesCommand::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(OptionSpec option) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", option.name());
        json.put("type", OptionWords.id(option));
        json.put("list", option.list());
        json.put("required", option.required());
        json.put("default", option.defaults().isEmpty()
                ? null
                : option.list() ? option.defaults() : option.defaults().getFirst());
        json.put("min", option.min().orElse(null));
        json.put("max", option.max().orElse(null));
        json.put("choices", option.choices());
        json.put("description", option.description());
        return json;
    }
}
