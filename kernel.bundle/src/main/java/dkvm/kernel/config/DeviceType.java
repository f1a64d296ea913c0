// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.DeviceFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A type of device, as its bundle declares it.
 *
 * @param name the type's name
 * @param options its options by name, in the order declared
 * @param facts what it says of a configuration; of code that is not ours: it may throw anything
 * @param bundle the symbolic name of the bundle that offers it
 * @param version that bundle's version
 */
public record DeviceType(String name, Map<String, OptionSpec> options, DeviceFacts facts, String bundle,
        String version) {
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
}
