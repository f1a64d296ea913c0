// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.NonPrintableStyle;
import org.yaml.snakeyaml.Yaml;

/** A desk as a configuration file again, with all defaults filled in; what was relative or a variable is resolved. */
public final class DeskDocument {
    private final DeviceTypes types;
    private final Function<LinkEntry, Optional<StreamKind>> kinds;

    /**
     * Writes desks.
     *
     * @param types the device types, which know the units of options
     * @param kinds what a link carries, where that is known: its defaults depend on it
     */
    public DeskDocument(DeviceTypes types, Function<LinkEntry, Optional<StreamKind>> kinds) {
        this.types = types;
        this.kinds = kinds;
    }

    /**
     * The desk as mappings, lists and scalars.
     *
     * @param desk the desk
     * @return what the file's root holds
     */
    public Map<String, Object> of(Desk desk) {
        var file = new LinkedHashMap<String, Object>();
        file.put("version", DeskReader.VERSION);
        file.put("kernel", mapping("name", desk.name(), "watch", desk.watch()));
        file.put("memory", mapping("limit", Sizes.text(desk.memory().limitOrDefault()), "storage",
                desk.memory().storage().id()));
        var devices = new LinkedHashMap<String, Object>();
        desk.devices().forEach(device -> devices.put(device.id(), device(device)));
        file.put("devices", devices);
        var pipelines = new LinkedHashMap<String, Object>();
        desk.pipelines().forEach(pipeline -> pipelines.put(pipeline.id(), pipeline(pipeline)));
        file.put("pipelines", pipelines);
        return file;
    }

    /**
     * The desk as YAML that {@code check} accepts.
     *
     * @param desk the desk
     * @return a document
     */
    public String yaml(Desk desk) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setNonPrintableStyle(NonPrintableStyle.ESCAPE);
        return new Yaml(options).dump(escaped(of(desk)));
    }

    private Map<String, Object> device(DeviceEntry device) {
        var entry = mapping("type", device.type(), "enabled", device.enabled(), "config",
                OptionTree.of(device, types.find(device.type())));
        var restart = device.restart();
        entry.put("restart",
                mapping("policy", restart.mode().id(), "initial", Durations.text(restart.initial()), "max",
                        Durations.text(restart.max()), "limit", restart.limit(), "window",
                        Durations.text(restart.window()), "reset", Durations.text(restart.reset())));
        entry.put("liveness", Durations.text(device.liveness()));
        device.memoryLimit().ifPresent(limit -> entry.put("memory", mapping("limit", Sizes.text(limit))));
        return entry;
    }

    /** Its links are those of each source to each sink. */
    private Map<String, Object> pipeline(PipelineEntry pipeline) {
        var entry = mapping("from", pipeline.links().stream().map(LinkEntry::from).distinct().toList(), "to",
                pipeline.links().stream().map(LinkEntry::to).distinct().toList());
        var carried = pipeline.links().stream().map(kinds).distinct().toList();
        var kind = carried.size() == 1 ? carried.getFirst() : Optional.<StreamKind>empty();
        var overflow = pipeline.overflow().or(() -> kind.map(Overflow::defaultOf));
        overflow.ifPresent(rule -> entry.put("overflow", rule.id()));
        if (pipeline.capacity().isPresent()) {
            entry.put("capacity", pipeline.capacity().getAsInt());
        } else if (overflow.filter(rule -> rule == Overflow.LATEST).isEmpty()) {
            kind.ifPresent(known -> entry.put("capacity", Overflow.defaultCapacity(known)));
        }
        return entry;
    }

    private static Map<String, Object> mapping(Object... keysAndValues) {
        var mapping = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            mapping.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return mapping;
    }

    /** A copy in which {@code $} stands for itself, and nothing stands twice, which YAML would write as an alias. */
    private static Object escaped(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, each) -> copy.put(key, escaped(each)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>();
                list.forEach(each -> copy.add(escaped(each)));
                yield copy;
            }
            case String text -> text.replace("$", "$$");
            default -> value;
        };
    }
}
