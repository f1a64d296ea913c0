// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of device, as its bundle declares it.
 *
 * @param name the type's name
 * @param description a sentence for users; may be empty
 * @param options its options by name, in the order declared
 * @param facts what it says of a configuration; of code that is not ours: it may throw anything
 * @param bundle the symbolic name of the bundle that offers it
 * @param version that bundle's version
 */
public record DeviceType(String name, String description, Map<String, OptionSpec> options, DeviceFacts facts,
        String bundle, String version) {
    /** The name of the type that runs any program. */
    public static final String PROCESS = "process";

    /** Copies the options. */
    public DeviceType {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Why the type cannot be used: its facts class is missing or cannot be made.
     *
     * @return what is wrong with its bundle; empty: nothing
     */
    public Optional<String> fault() {
        return facts instanceof BrokenFacts broken ? Optional.of(broken.reason()) : Optional.empty();
    }

    /**
     * The ports of a device that is given nothing but defaults.
     *
     * @return its ports; empty if they depend on what it is given
     */
    public List<Port> usualPorts() {
        var defaults = new LinkedHashMap<String, Object>();
        options.values().forEach(option -> new OptionValues(option, Path.of("/")).defaultValue()
                .ifPresent(value -> defaults.put(option.name(), value)));
        try {
            return List.copyOf(facts.ports(Options.of(defaults)));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Code that is not ours; a configured device has it reported with its place.
            return List.of();
        }
    }
}
