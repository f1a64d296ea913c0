// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a device against the schema of its type. */
final class OptionRules {
    private OptionRules() {}

    /** What is given, and the defaults of the rest, also of what is wrong: so the type's facts can still be asked. */
    static Map<String, Object> read(DeviceType type, Section config, Path directory) {
        var options = new LinkedHashMap<String, Object>();
        for (var spec : type.options().values()) {
            if (spec.required()) {
                config.require(spec.name());
            }
            var values = new OptionValues(spec, directory);
            given(spec, values, config).or(values::defaultValue).ifPresent(value -> options.put(spec.name(), value));
        }
        config.end();
        return options;
    }

    private static Optional<Object> given(OptionSpec spec, OptionValues values, Section config) {
        return spec.list()
                ? config.values(spec.name(), values.type()).map(OptionRules::texts)
                : config.value(spec.name(), values.type());
    }

    private static List<String> texts(List<Object> values) {
        return values.stream().map(Object::toString).toList();
    }
}
