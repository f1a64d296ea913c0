// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** A device ends at its kernel's word, not at a terminal's. */
final class Signals implements SignalHandler {
    /** SIGTERM may be meant for the whole session, kernel included: that long the kernel may end the device orderly. */
    static final long TERM_MS = 5000;
    private static final int TERMINATED = 128 + 15;

    private final Exit exit;
    private final AtomicBoolean terminated = new AtomicBoolean();

    private Signals(Exit exit) {
        this.exit = exit;
    }

    /** Ignores SIGINT and SIGHUP, and SIGTERM for a while; at end of stdin the process ends anyway. */
    static void install(Exit exit) {
        set("INT", SIG_IGN);
        set("HUP", SIG_IGN);
        set("TERM", new Signals(exit));
    }

    @Override
    public void handle(Signal signal) {
        if (terminated.compareAndSet(false, true)) {
            exit.within(TERM_MS, TERMINATED);
        }
    }

    private static void set(String name, SignalHandler handler) {
        try {
            Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException e) {
            // The operating system has no such signal, or the JVM keeps it for itself.
        }
    }
}
