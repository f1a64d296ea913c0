// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Loop;
import org.jspecify.annotations.Nullable;

/** Whether the work of a process gets on, judged by its answers to pings. On the scheduler's thread. */
final class Progress {
    /** What it answered before the first look is of another time. */
    private @Nullable Pulse before;
    private @Nullable Pulse first;
    private boolean seen;

    /** It answered this last. */
    void look(Pulse pulse) {
        if (before == null) {
            before = pulse;
        }
        if (pulse.ping() == before.ping()) {
            return;
        }
        if (first == null) {
            first = pulse;
        }
        seen |= pulse.loop() != Loop.RUNNING || pulse.ticks() != first.ticks();
    }

    /** Whether it waits for something, or has gone round since. */
    boolean seen() {
        return seen;
    }
}
