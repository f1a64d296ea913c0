// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.OptionSpec;
import dkvm.kernel.config.OptionWords;
import dkvm.kernel.config.Overflow;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of docs/configuration.md, as the schemas have them. */
final class ConfigurationTables {
    private static final String NONE = "–";

    private ConfigurationTables() {}

    /** The keys of a mapping of the JSON Schema. */
    static String section(JsonObject mapping) {
        var required = new ArrayList<String>();
        if (mapping.has("required")) {
            mapping.getAsJsonArray("required").forEach(name -> required.add(name.getAsString()));
        }
        var rows = new ArrayList<String>();
        mapping.getAsJsonObject("properties").asMap().forEach((name, property) -> {
            var otherwise = required.contains(name) ? "required" : otherwise(property.getAsJsonObject());
            rows.add(row("`" + name + "`", otherwise, description(property.getAsJsonObject())));
        });
        return table("| key | default | meaning |", rows);
    }

    private static String otherwise(JsonObject property) {
        JsonElement value = property.get("default");
        return value == null ? NONE : "`" + value.getAsString() + "`";
    }

    private static String description(JsonObject property) {
        return property.has("description") ? property.get("description").getAsString() : "see below";
    }

    /** A device type: heading, what it does, its ports, its options. */
    static String type(DeviceType type) {
        var ports = type.usualPorts().stream().map(port -> (port.direction() == Direction.OUT ? "output `" : "input `")
                + port.name() + "` (" + port.kind().id() + ")").collect(Collectors.joining(", "));
        var rows = type.options().values().stream().map(ConfigurationTables::row).toList();
        return "### " + type.name() + "\n\n" + type.description() + " Ports: "
                + (ports.isEmpty() ? "as configured" : ports)
                + ".\n\n" + table("| option | value | default | meaning |", rows);
    }

    private static String row(OptionSpec option) {
        var otherwise = OptionWords.otherwise(option);
        boolean isWord = option.required() || otherwise.equals(NONE) || otherwise.isEmpty();
        return row("`" + option.name() + "`", OptionWords.values(option), isWord ? otherwise : "`" + otherwise + "`",
                option.description());
    }

    /** What links of each kind may do. */
    static String kinds() {
        var rows = new ArrayList<String>();
        for (var kind : StreamKind.values()) {
            rows.add(row(kind.id(), Overflow.allowed(kind).stream().map(Overflow::id).collect(Collectors.joining(", ")),
                    Integer.toString(Overflow.defaultCapacity(kind))));
        }
        return table("| kind | `overflow` (the first is the default) | default `capacity` |", rows);
    }

    private static String row(String... cells) {
        return "| " + List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String table(String head, List<String> rows) {
        return head + "\n" + head.replaceAll("[^|]+", " --- ") + "\n" + String.join("", rows);
    }
}
