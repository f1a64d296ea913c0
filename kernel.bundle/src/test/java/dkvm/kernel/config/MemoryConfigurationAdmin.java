// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** As much of ConfigAdmin as needs no framework; the real one is in the launcher's integration tests. */
public final class MemoryConfigurationAdmin {
    final Map<String, Map<String, Object>> stored = new TreeMap<>();
    int updates;
    private final Follower follower;

    /** What a component does that is configured. */
    public interface Follower {
        /** It has other properties, or is gone with its last ones. */
        void follow(String pid, Map<String, Object> properties, boolean gone);
    }

    MemoryConfigurationAdmin() {
        this((_, _, _) -> {});
    }

    public MemoryConfigurationAdmin(Follower follower) {
        this.follower = follower;
    }

    public ConfigurationAdmin service() {
        return proxy(ConfigurationAdmin.class, Map.of( //
                "getFactoryConfiguration", arguments -> {
                    if (!"?".equals(arguments[2])) {
                        throw new AssertionError("bound to a bundle");
                    }
                    return configuration(arguments[0] + "~" + arguments[1]);
                }, //
                "listConfigurations", arguments -> {
                    var factory = arguments[0].toString().replaceAll(".*=|\\)", "");
                    var found = stored.keySet().stream().filter(pid -> pid.startsWith(factory + "~"))
                            .map(this::configuration).toArray(Configuration[]::new);
                    return found.length == 0 ? null : found;
                }));
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, Map.of( //
                "getPid", _ -> pid, //
                "getProperties", _ -> properties(pid), //
                "delete", _ -> delete(pid), //
                "updateIfDifferent", arguments -> update(pid, (Dictionary<?, ?>) arguments[0])));
    }

    private @Nullable Dictionary<String, Object> properties(String pid) {
        var properties = stored.get(pid);
        if (properties == null) {
            return null;
        }
        var copy = new HashMap<>(properties);
        copy.put("service.pid", pid);
        return FrameworkUtil.asDictionary(copy);
    }

    private Map<String, Object> delete(String pid) {
        var properties = Objects.requireNonNull(stored.remove(pid));
        properties.put("service.pid", pid);
        follower.follow(pid, properties, true);
        return properties;
    }

    private boolean update(String pid, Dictionary<?, ?> dictionary) {
        var properties = new HashMap<String, Object>();
        for (var key : Collections.list(dictionary.keys())) {
            properties.put(key.toString(), dictionary.get(key));
        }
        boolean same = stored.containsKey(pid) && equal(stored.get(pid), properties);
        updates += same ? 0 : 1;
        stored.put(pid, properties);
        if (!same) {
            var delivered = new HashMap<>(properties);
            delivered.put("service.pid", pid);
            follower.follow(pid, delivered, false);
        }
        return !same;
    }

    private static boolean equal(Map<String, Object> a, Map<String, Object> b) {
        return a.keySet().equals(b.keySet())
                && a.keySet().stream().allMatch(key -> Objects.deepEquals(a.get(key), b.get(key)));
    }

    private static <T> T proxy(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, arguments) -> Objects.requireNonNull(methods.get(method.getName()), method::getName)
                        .apply(arguments)));
    }
}
