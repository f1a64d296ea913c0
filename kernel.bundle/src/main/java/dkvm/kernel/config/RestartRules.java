// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.RestartPolicy.Mode;
import java.time.Duration;
import java.util.List;

/** The section {@code restart} of a device. */
final class RestartRules {
    private static final ScalarType<Duration> WAIT = ScalarType.DURATION.where(Duration::isPositive,
            "must be more than 0");
    private static final ScalarType<Long> LIMIT = ScalarType.NUMBER.where(limit -> limit >= 0 && limit <= 1_000_000,
            "must be 0 (never give up) to 1000000");

    private RestartRules() {}

    static RestartPolicy read(Section section, Findings findings) {
        var mode = section.value("policy", ScalarType.named(List.of(Mode.values()), Mode::id)).orElse(Mode.ON_FAILURE);
        var initial = section.value("initial", WAIT).orElse(RestartPolicy.DEFAULT_INITIAL);
        var max = section.value("max", WAIT).orElse(RestartPolicy.DEFAULT_MAX);
        var limit = section.value("limit", LIMIT).orElse((long) RestartPolicy.DEFAULT_LIMIT);
        var window = section.value("window", WAIT).orElse(RestartPolicy.DEFAULT_WINDOW);
        var reset = section.value("reset", WAIT).orElse(RestartPolicy.DEFAULT_RESET);
        section.end();
        if (initial.compareTo(max) > 0) {
            var key = section.node("max").isPresent() ? "max" : "initial";
            findings.error(section.at(key), "the first wait (initial: " + Durations.text(initial)
                    + ") is longer than the longest (max: " + Durations.text(max) + "); swap them or change one");
        }
        return new RestartPolicy(mode, initial, max, Math.toIntExact(limit), window, reset);
    }
}
