// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** Who calls and is called: one device process, or the kernel. Guarded by the table of calls. */
final class Party {
    /** For messages. */
    final String name;
    /** How many calls it may have in flight. */
    final int mostCalling;
    /** Tells it that nobody waits for a call it is to answer. */
    final LongConsumer cancel;
    /** The calls it made, by its own numbers. */
    final Map<Long, Call> calling = new HashMap<>();
    /** The calls it is to answer, by the kernel's numbers. */
    final Map<Long, Call> serving = new HashMap<>();
    long lastServed;
    boolean gone;

    Party(String name, int mostCalling, LongConsumer cancel) {
        this.name = name;
        this.cancel = cancel;
        this.mostCalling = mostCalling;
    }
}
