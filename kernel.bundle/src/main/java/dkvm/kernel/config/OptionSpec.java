// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a device type says of one of its options.
 *
 * @param name the key in the configuration file
 * @param type what its values are
 * @param format how its text is to be read
 * @param list whether it takes several values
 * @param required whether it must be given
 * @param defaults its value if it is not given, as text; empty: none
 * @param min the least value: a number, milliseconds or bytes
 * @param max the greatest value
 * @param choices the values allowed; empty: any
 * @param description a sentence for users; may be empty
 */
public record OptionSpec(String name, Type type, Format format, boolean list, boolean required, List<String> defaults,
        Optional<BigDecimal> min, Optional<BigDecimal> max, List<String> choices, String description) {

    /** The types of values. */
    public enum Type {
        /** A String. */
        TEXT,
        /** A Long. */
        NUMBER,
        /** A Double. */
        DECIMAL,
        /** A Boolean. */
        FLAG,
        /** Keys and values of a form of its own; of the built-in types only. */
        MAPPING
    }

    /** How a text is to be read. */
    public enum Format {
        /** As it is. */
        NONE,
        /** A path, relative to the folder of the configuration file; the value is absolute. */
        PATH,
        /** A duration; the value is a Long of milliseconds. */
        DURATION,
        /** A size; the value is a Long of bytes. */
        SIZE,
        /** A host, or a host and a port. */
        HOST_PORT
    }

    /** Copies the lists. */
    public OptionSpec {
        defaults = List.copyOf(defaults);
        choices = List.copyOf(choices);
    }

    /**
     * An option with one value, no default, no bounds.
     *
     * @param name the key in the configuration file
     * @param type what its value is
     * @param format how its text is to be read
     * @param required whether it must be given
     * @return the option
     */
    public static OptionSpec of(String name, Type type, Format format, boolean required) {
        return new OptionSpec(name, type, format, false, required, List.of(), Optional.empty(), Optional.empty(),
                List.of(), "");
    }

    /**
     * The same option, not required, with defaults.
     *
     * @param values its value if it is not given, as text
     * @return the option
     */
    public OptionSpec withDefault(String... values) {
        return new OptionSpec(name, type, format, list, false, List.of(values), min, max, choices, description);
    }

    /**
     * The same option, for several values.
     *
     * @return the option
     */
    public OptionSpec asList() {
        return new OptionSpec(name, type, format, true, required, defaults, min, max, choices, description);
    }

    /**
     * The same option with bounds.
     *
     * @param least the least value
     * @param greatest the greatest value
     * @return the option
     */
    public OptionSpec between(long least, long greatest) {
        return new OptionSpec(name, type, format, list, required, defaults, Optional.of(BigDecimal.valueOf(least)),
                Optional.of(BigDecimal.valueOf(greatest)), choices, description);
    }

    /**
     * The same option, described.
     *
     * @param text a sentence for users
     * @return the option
     */
    public OptionSpec describedAs(String text) {
        return new OptionSpec(name, type, format, list, required, defaults, min, max, choices, text);
    }
}
