// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device's options by name, defaults filled in, checked against the type's schema before anyone sees them. Durations
 * are milliseconds, sizes bytes, paths absolute. Immutable.
 */
public final class Options {
    private static final String PREFIX = "DKVM_CONFIG_";

    private final Function<String, @Nullable Object> source;

    private Options(Function<String, @Nullable Object> source) {
        this.source = source;
    }

    /**
     * Options with these values.
     *
     * @param values {@code String}, {@code Boolean}, {@code Number} or {@code List<String>} by option name
     * @return the options
     */
    public static Options of(Map<String, Object> values) {
        return new Options(Map.copyOf(values)::get);
    }

    /**
     * The options as the kernel gives them to a device: option {@code sample-rate} in variable
     * {@code DKVM_CONFIG_SAMPLE_RATE}, a list as a JSON array of strings.
     *
     * @param environment the environment variables
     * @return the options
     */
    public static Options fromEnvironment(Map<String, String> environment) {
        var copy = Map.copyOf(environment);
        return new Options(key -> copy.get(PREFIX + key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT)));
    }

    /**
     * Whether an option has a value.
     *
     * @param key the option's name
     * @return false if it was neither given nor has a default
     */
    public boolean has(String key) {
        return source.apply(key) != null;
    }

    /**
     * The option as text.
     *
     * @param key the option's name
     * @return its text
     * @throws IllegalArgumentException if it has no value
     */
    public String text(String key) {
        return optional(key).orElseThrow(() -> new IllegalArgumentException("option \"" + key + "\" has no value"));
    }

    /**
     * The option as text, if it has a value.
     *
     * @param key the option's name
     * @return its text
     */
    public Optional<String> optional(String key) {
        return Optional.ofNullable(source.apply(key)).map(Object::toString);
    }

    /**
     * The option as a whole number.
     *
     * @param key the option's name
     * @return its value
     * @throws IllegalArgumentException if it has no value or is no whole number
     */
    public long number(String key) {
        return source.apply(key) instanceof Number n ? n.longValue() : Long.parseLong(text(key));
    }

    /**
     * The option as a number with fraction.
     *
     * @param key the option's name
     * @return its value
     * @throws IllegalArgumentException if it has no value or is no number
     */
    public double decimal(String key) {
        return source.apply(key) instanceof Number n ? n.doubleValue() : Double.parseDouble(text(key));
    }

    /**
     * The option as a truth value.
     *
     * @param key the option's name
     * @return true if it is {@code true}; false if it is anything else or has no value
     */
    public boolean flag(String key) {
        return optional(key).map(Boolean::parseBoolean).orElse(false);
    }

    /**
     * The option as a list of texts.
     *
     * @param key the option's name
     * @return its items; empty if it has no value
     * @throws IllegalArgumentException if its text is no JSON array of strings
     */
    public List<String> list(String key) {
        var value = source.apply(key);
        return switch (value) {
            case null -> List.of();
            case List<?> items -> items.stream().map(Object::toString).toList();
            default -> JsonStrings.parse(value.toString());
        };
    }
}
