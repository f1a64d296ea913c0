// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import java.math.BigDecimal;
import java.time.Duration;

/** An option in words, for tables. */
public final class OptionWords {
    private OptionWords() {}

    /**
     * What its values are.
     *
     * @param option the option
     * @return such as {@code duration, at least 1ms} or {@code png | ppm}
     */
    public static String values(OptionSpec option) {
        var words = new StringBuilder(option.list() ? "list: " : "");
        words.append(option.choices().isEmpty() ? form(option) : String.join(" | ", option.choices()));
        option.min().ifPresent(min -> words.append(", at least ").append(bound(option, min)));
        option.max().ifPresent(max -> words.append(", at most ").append(bound(option, max)));
        return words.toString();
    }

    /**
     * Its value if it is not given.
     *
     * @param option the option
     * @return the default, {@code required}, or {@code –} for none
     */
    public static String otherwise(OptionSpec option) {
        if (option.required()) {
            return "required";
        }
        return option.defaults().isEmpty() ? "–" : String.join(", ", option.defaults());
    }

    /** A bound as users write it. */
    static String bound(OptionSpec option, BigDecimal bound) {
        return switch (option.format()) {
            case DURATION -> Durations.text(Duration.ofMillis(bound.longValue()));
            case SIZE -> Sizes.text(bound.longValue());
            case NONE, PATH, HOST_PORT -> bound.toPlainString();
        };
    }

    private static String form(OptionSpec option) {
        return switch (option.format()) {
            case PATH -> "path";
            case DURATION -> "duration";
            case SIZE -> "size";
            case HOST_PORT -> "host[:port]";
            case NONE -> switch (option.type()) {
                case TEXT -> "text";
                case NUMBER -> "whole number";
                case DECIMAL -> "number";
                case FLAG -> "true or false";
                case MAPPING -> "mapping";
            };
        };
    }

    /**
     * The name of its type in JSON.
     *
     * @param option the option
     * @return {@code text}, {@code whole}, {@code number}, {@code flag}, {@code path}, {@code duration}, {@code size},
     *     {@code host-port} or {@code mapping}
     */
    public static String id(OptionSpec option) {
        if (option.format() != Format.NONE) {
            return switch (option.format()) {
                case PATH -> "path";
                case DURATION -> "duration";
                case SIZE -> "size";
                case HOST_PORT, NONE -> "host-port";
            };
        }
        return switch (option.type()) {
            case TEXT -> "text";
            case NUMBER -> "whole";
            case DECIMAL -> "number";
            case FLAG -> "flag";
            case MAPPING -> "mapping";
        };
    }
}
