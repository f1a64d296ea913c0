// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Locale;
import java.util.Optional;

/** Truth values: {@code true} and {@code false}, and what YAML 1.1 reads as such. */
final class Flags {
    static final String EXPECTED = "true or false expected";

    private Flags() {}

    static boolean parse(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException(EXPECTED + ", not " + Words.quote(text)));
    }

    /** The value of a text that is one. */
    static Optional<Boolean> read(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
