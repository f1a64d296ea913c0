// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Locale;

/** Truth values: {@code true} and {@code false}, and what YAML 1.1 reads as such. */
final class Flags {
    static final String EXPECTED = "true or false expected";

    private Flags() {}

    static boolean parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(EXPECTED + ", not " + Words.quote(text));
        };
    }
}
