// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The device types that can be configured: what the bundles offer, and {@code process}. Immutable. */
public final class DeviceTypes {
    private final Map<String, DeviceType> types;

    private DeviceTypes(Map<String, DeviceType> types) {
        this.types = Collections.unmodifiableMap(types);
    }

    /**
     * The types that these jars offer. Nothing of a jar is run but the constructor of its facts class.
     *
     * @param jars bundles, also such as offer no type; of two that offer the same type the first one counts
     * @return their types, and {@code process}
     * @throws IOException if a jar cannot be read or declares its types wrongly; the message names the jar
     */
    public static DeviceTypes read(Collection<Path> jars) throws IOException {
        var types = new ArrayList<DeviceType>();
        for (var jar : jars) {
            types.addAll(JarTypes.read(jar));
        }
        return of(types);
    }

    /**
     * These types.
     *
     * @param types the types; of two with the same name the first one counts
     * @return them, and {@code process}
     */
    public static DeviceTypes of(Collection<DeviceType> types) {
        var byName = new LinkedHashMap<String, DeviceType>();
        byName.put(DeviceType.PROCESS, ProcessType.TYPE);
        types.forEach(type -> byName.putIfAbsent(type.name(), type));
        return new DeviceTypes(byName);
    }

    /**
     * The type of a name.
     *
     * @param name the type's name
     * @return the type, if there is one
     */
    public Optional<DeviceType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /**
     * The type of a name that someone typed.
     *
     * @param name the type's name
     * @return the type
     * @throws IllegalArgumentException if there is none: what is wrong; what to do
     */
    public DeviceType named(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no bundle offers device type "
                + Words.quote(name) + Words.didYouMean(name, names(), "known are")));
    }

    /**
     * The names of all types.
     *
     * @return them, sorted
     */
    public Collection<String> names() {
        return types.keySet().stream().sorted().toList();
    }

    /**
     * All types.
     *
     * @return them, in no particular order
     */
    public List<DeviceType> all() {
        return List.copyOf(types.values());
    }
}
