// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import java.time.Duration;
import java.util.OptionalLong;

/** Ctrl-C on an empty line: the second within 2 s is meant. One thread's own. */
final class TwicePressed {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private OptionalLong first = OptionalLong.empty();

    /** Pressed at a time in ns; true if that was the second press, after which the count begins anew. */
    boolean press(long now) {
        boolean second = first.isPresent() && now - first.getAsLong() <= LIMIT.toNanos();
        first = second ? OptionalLong.empty() : OptionalLong.of(now);
        return second;
    }

    /** Something else happened in between. */
    void forget() {
        first = OptionalLong.empty();
    }
}
