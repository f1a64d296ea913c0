// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import java.util.Set;

/** What a router still knows, for tests elsewhere. */
public final class InFlight {
    private InFlight() {}

    /** Whether any call waits for its end. */
    public static boolean any(CallRouter router) {
        return !router.table.isEmpty();
    }

    /** The devices that can be called. */
    public static Set<String> callable(CallRouter router) {
        return Set.copyOf(router.active.keySet());
    }
}
