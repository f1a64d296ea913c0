// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.RestartPolicy.Mode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A device as ConfigAdmin holds it, which knows neither nested maps nor the case of keys. */
final class DeviceProperties {
    private static final String OPTION = "config.";

    private DeviceProperties() {}

    static Map<String, Object> write(DeviceEntry device) {
        var properties = new HashMap<String, Object>();
        properties.put("id", device.id());
        properties.put("type", device.type());
        properties.put("enabled", device.enabled());
        properties.put("directory", device.directory().toString());
        properties.put("liveness", device.liveness().toMillis());
        device.memoryLimit().ifPresent(limit -> properties.put("memory.limit", limit));
        var restart = device.restart();
        properties.put("restart.policy", restart.mode().id());
        properties.put("restart.initial", restart.initial().toMillis());
        properties.put("restart.max", restart.max().toMillis());
        properties.put("restart.limit", restart.limit());
        properties.put("restart.window", restart.window().toMillis());
        properties.put("restart.reset", restart.reset().toMillis());
        device.options().forEach((key, value) -> properties.put(OPTION + key,
                value instanceof List<?> list ? list.stream().map(String::valueOf).toArray(String[]::new) : value));
        return properties;
    }

    static DeviceEntry read(Properties properties) {
        return new DeviceEntry(properties.text("id"), properties.text("type"), properties.flag("enabled"),
                Path.of(properties.text("directory")), options(properties), restart(properties),
                properties.duration("liveness"), properties.optionalNumber("memory.limit"));
    }

    private static Map<String, Object> options(Properties properties) {
        var options = new HashMap<String, Object>();
        properties.map().forEach((key, value) -> {
            if (key.startsWith(OPTION)) {
                boolean isList = value instanceof String[] || value instanceof Collection;
                options.put(key.substring(OPTION.length()), isList ? Properties.list(value) : value);
            }
        });
        return options;
    }

    private static RestartPolicy restart(Properties properties) {
        var id = properties.text("restart.policy");
        var mode = Arrays.stream(Mode.values()).filter(m -> m.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no restart policy " + Words.quote(id)));
        return new RestartPolicy(mode, properties.duration("restart.initial"), properties.duration("restart.max"),
                properties.number("restart.limit"), properties.duration("restart.window"),
                properties.duration("restart.reset"));
    }
}
