// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.random.RandomGenerator;

/** Draws the longest wait there can be. */
final class LongestWait implements RandomGenerator {
    @Override
    public long nextLong() {
        return 0;
    }

    @Override
    public long nextLong(long bound) {
        return bound - 1;
    }
}
