// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.nio.file.Path;
import java.util.Map;

/**
 * What is sent in one run.
 *
 * @param rate events a second
 * @param warmUp events that are not measured, first
 * @param measured events that are
 */
record Load(int rate, int warmUp, int measured) {

    Map<String, String> source() {
        return Map.of("rate", Integer.toString(rate), "count", Integer.toString(warmUp + measured));
    }

    Map<String, String> sink(Path out) {
        return Map.of("out", out.toString(), "warm-up", Integer.toString(warmUp), "count",
                Integer.toString(measured));
    }

    /** So long a run may take. */
    long limitSeconds() {
        return 30L + 2L * (warmUp + measured) / rate;
    }
}
