// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.OptionsJson;
import dkvm.kernel.config.ProcessOptions;
import dkvm.sdk.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment variables of a device process: those a program needs to find its way, and its configuration. */
final class DeviceEnvironment {
    private static final Set<String> PASSED = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR",
            "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS");
    private static final List<String> PASSED_PREFIXES = List.of("LC_", "XDG_", "PIPEWIRE_", "PULSE_");
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private DeviceEnvironment() {}

    /** What of the kernel's own environment goes on to devices. */
    static Map<String, String> passedOn(Map<String, String> kernel) {
        var passed = new TreeMap<String, String>();
        kernel.forEach((name, value) -> {
            if (PASSED.contains(name) || PASSED_PREFIXES.stream().anyMatch(name::startsWith)) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    static Map<String, String> identity(String id, String type, long generation, String home, String level) {
        return Map.of("DKVM_PROTOCOL", Wire.VERSION + "-" + Wire.VERSION, "DKVM_DEVICE_ID", id, "DKVM_DEVICE_TYPE",
                type, "DKVM_GENERATION", Long.toString(generation), "DKVM_HOME", home, "DKVM_LOG_LEVEL", level);
    }

    /** The options, as one JSON object and each by itself. */
    static Map<String, String> configuration(Map<String, Object> options) throws IOException {
        var variables = new TreeMap<String, String>();
        var json = OptionsJson.of(options);
        if (OptionsJson.tooLong(json)) {
            throw new IOException("its configuration is longer than " + OptionsJson.MAX_BYTES + " bytes as JSON");
        }
        variables.put("DKVM_CONFIG", json);
        options.forEach((key, value) -> variables.put(
                "DKVM_CONFIG_" + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT),
                value instanceof List<?> list ? GSON.toJson(list) : value.toString()));
        return variables;
    }

    /** A device's own options, as one JSON object. */
    static String json(DeviceEntry entry) {
        return OptionsJson.of(ownOptions(entry));
    }

    /** A program that is configured by hand gets its own options, not those that tell how to start it. */
    static Map<String, Object> ownOptions(DeviceEntry entry) {
        return entry.type().equals(DeviceType.PROCESS)
                ? ProcessOptions.of(entry.options()).options()
                : entry.options();
    }
}
