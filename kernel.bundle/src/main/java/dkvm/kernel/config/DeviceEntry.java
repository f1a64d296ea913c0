// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A device of the desk.
 *
 * @param id its id
 * @param type its type's name
 * @param enabled whether it is to run
 * @param directory its working directory, absolute: the folder of its configuration file
 * @param options its own configuration, flattened, defaults filled in: String, Long, Double, Boolean or
 *     List&lt;String&gt;; durations are milliseconds, sizes bytes, paths absolute; while its type is unknown the texts
 *     as they were written; for {@code process} see {@link ProcessOptions}
 * @param restart when it is started again
 * @param liveness how long its work may stand still before it counts as hung; zero: for ever
 * @param memoryLimit the bytes its pools may take; empty: the kernel's limit
 */
public record DeviceEntry(String id, String type, boolean enabled, Path directory, Map<String, Object> options,
        RestartPolicy restart, Duration liveness, OptionalLong memoryLimit) {
    /** The default of {@link #liveness()}. */
    public static final Duration DEFAULT_LIVENESS = Duration.ofSeconds(5);

    /** Copies the options. */
    public DeviceEntry {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * A device that nobody configured, as far as a process needs to be told.
     *
     * @param type its type's name, and its id
     * @return one without options
     */
    public static DeviceEntry bare(String type) {
        return new DeviceEntry(type, type, true, Path.of("/"), Map.of(), RestartPolicy.DEFAULT, DEFAULT_LIVENESS,
                OptionalLong.empty());
    }

    /**
     * Whether this makes the same process as another entry of the device: what differs is for the kernel alone.
     *
     * @param other the other
     * @return true if no other process is needed
     */
    public boolean sameProcess(DeviceEntry other) {
        return type.equals(other.type) && directory.equals(other.directory) && options.equals(other.options);
    }

    /**
     * Reads a device back from its ConfigAdmin configuration, see {@link DeskConfigurations#properties(DeviceEntry)}.
     *
     * @param properties the configuration, as a component gets it: what else is in there is ignored
     * @return the device
     * @throws IllegalArgumentException if the properties are not of a device
     */
    public static DeviceEntry of(Map<String, Object> properties) {
        return DeviceProperties.read(new Properties(properties));
    }
}
