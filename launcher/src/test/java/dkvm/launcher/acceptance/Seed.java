// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.util.Random;
import org.junit.jupiter.api.TestReporter;

/**
 * What a random test draws its numbers from; told, so that {@code -Ddkvm.test.seed=N} can draw the same again.
 *
 * @param value the seed
 */
record Seed(long value) {

    static Seed of(Class<?> test, TestReporter reporter) {
        var seed = new Seed(Long.getLong("dkvm.test.seed", System.nanoTime()));
        reporter.publishEntry("seed", String.valueOf(seed.value));
        System.out.println(test.getSimpleName() + " seed " + seed.value);
        return seed;
    }

    Random random() {
        return new Random(value);
    }
}
