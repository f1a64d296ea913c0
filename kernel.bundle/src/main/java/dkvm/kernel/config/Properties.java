// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Typed access to the properties of a ConfigAdmin configuration. */
record Properties(Map<String, Object> map) {

    String text(String key) {
        return get(key, String.class);
    }

    boolean flag(String key) {
        return get(key, Boolean.class);
    }

    int number(String key) {
        return Math.toIntExact(get(key, Number.class).longValue());
    }

    Duration duration(String key) {
        return Duration.ofMillis(get(key, Number.class).longValue());
    }

    OptionalLong optionalNumber(String key) {
        return map.get(key) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    List<String> list(String key) {
        return list(get(key, Object.class));
    }

    /** ConfigAdmin gives arrays back as arrays, but others who write configurations prefer collections. */
    static List<String> list(Object value) {
        return switch (value) {
            case String[] array -> List.of(array);
            case Collection<?> items -> items.stream().map(String::valueOf).toList();
            default -> List.of(value.toString());
        };
    }

    private <T> T get(String key, Class<T> type) {
        var value = map.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("property \"" + key + "\" must be a " + type.getSimpleName()
                    + ", but is " + value);
        }
        return type.cast(value);
    }
}
