// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of a device as they stand under {@code config}: nested again, with units. */
final class OptionTree {
    private static final Pattern DOT = Pattern.compile("\\.");

    private OptionTree() {}

    static Map<String, Object> of(DeviceEntry device, Optional<DeviceType> type) {
        if (device.type().equals(DeviceType.PROCESS)) {
            return process(device.options());
        }
        return type.map(known -> typed(device.options(), known)).orElseGet(() -> nested(device.options()));
    }

    private static Map<String, Object> typed(Map<String, Object> options, DeviceType type) {
        var tree = new TreeMap<String, Object>();
        options.forEach((key, value) -> tree.put(key, withUnit(value, type.options().get(key))));
        return tree;
    }

    private static Object withUnit(Object value, @Nullable OptionSpec spec) {
        if (value instanceof List<?> list) {
            return new ArrayList<Object>(list);
        }
        if (spec != null && value instanceof Long number) {
            if (spec.format() == Format.DURATION) {
                return Durations.text(Duration.ofMillis(number));
            }
            if (spec.format() == Format.SIZE) {
                return Sizes.text(number);
            }
        }
        return value;
    }

    private static Map<String, Object> process(Map<String, Object> options) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(ProcessOptions.COMMAND, texts(options, ProcessOptions.COMMAND));
        put(tree, "env", pairs(texts(options, ProcessOptions.ENVIRONMENT)));
        var own = new TreeMap<String, Object>();
        options.forEach((key, value) -> {
            if (key.startsWith(ProcessOptions.OWN)) {
                own.put(key.substring(ProcessOptions.OWN.length()), value);
            }
        });
        put(tree, "options", nested(own));
        var ports = new LinkedHashMap<String, Object>();
        put(ports, "out", pairs(texts(options, ProcessOptions.OUTPUTS)));
        put(ports, "in", pairs(texts(options, ProcessOptions.INPUTS)));
        put(tree, "ports", ports);
        return tree;
    }

    private static void put(Map<String, Object> tree, String key, Map<String, Object> value) {
        if (!value.isEmpty()) {
            tree.put(key, value);
        }
    }

    private static List<String> texts(Map<String, Object> options, String key) {
        var texts = new ArrayList<String>();
        if (options.get(key) instanceof List<?> list) {
            list.forEach(item -> texts.add(String.valueOf(item)));
        }
        return texts;
    }

    private static Map<String, Object> pairs(List<String> pairs) {
        var map = new LinkedHashMap<String, Object>();
        pairs.forEach(pair -> map.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return map;
    }

    /** Keys with dots become mappings in mappings: no name has a dot of its own. */
    private static Map<String, Object> nested(Map<String, Object> flat) {
        var tree = new TreeMap<String, Object>();
        new TreeMap<>(flat).forEach((key, value) -> {
            Map<String, Object> at = tree;
            var names = DOT.split(key, -1);
            for (int i = 0; i < names.length - 1; i++) {
                at = within(at, names[i]);
            }
            at.put(names[names.length - 1], withUnit(value, null));
        });
        return tree;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> within(Map<String, Object> at, String name) {
        return (Map<String, Object>) at.computeIfAbsent(name, _ -> new TreeMap<String, Object>());
    }
}
