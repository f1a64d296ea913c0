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
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** As much of ConfigAdmin as needs no framework; the real one is in the launcher's integration tests. */
final class MemoryConfigurationAdmin {
    final Map<String, Map<String, Object>> stored = new TreeMap<>();
    int updates;

    ConfigurationAdmin service() {
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
                "delete", _ -> stored.remove(pid), //
                "updateIfDifferent", arguments -> update(pid, (Dictionary<?, ?>) arguments[0])));
    }

    private boolean update(String pid, Dictionary<?, ?> dictionary) {
        var properties = new HashMap<String, Object>();
        for (var key : Collections.list(dictionary.keys())) {
            properties.put(key.toString(), dictionary.get(key));
        }
        boolean same = stored.containsKey(pid) && equal(stored.get(pid), properties);
        updates += same ? 0 : 1;
        stored.put(pid, properties);
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
