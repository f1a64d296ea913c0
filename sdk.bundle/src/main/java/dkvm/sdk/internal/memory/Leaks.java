// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.memory;

import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** Looks after buffers that became garbage before they were given back. Any thread. */
public final class Leaks {
    private final Log log;
    /** Guarded by this; made when first needed, since it has a thread. */
    private @Nullable Cleaner cleaner;

    /**
     * Nothing is watched yet.
     *
     * @param log where leaks are reported
     */
    public Leaks(Log log) {
        this.log = log;
    }

    /**
     * Has somebody called when an object has become garbage.
     *
     * @param object the object
     * @param gone is called, at the latest when {@link Cleaner.Cleanable#clean()} is; must not know the object
     * @return ends the watch
     */
    public synchronized Cleaner.Cleanable watch(Object object, Runnable gone) {
        var known = cleaner;
        if (known == null) {
            known = Cleaner.create(Thread.ofPlatform().daemon().name("dkvm-leaks").factory());
            cleaner = known;
        }
        return known.register(object, gone);
    }

    /**
     * The calling code, to be named in a report.
     *
     * @param what what it does there
     * @return null unless the log's level is worth the price
     */
    @Nullable
    public Throwable place(String what) {
        return log.logs(LogLevel.DEBUG) ? new Throwable(what) : null;
    }

    /**
     * Tells of a leak.
     *
     * @param text what was lost
     * @param place where it was taken, if that is known
     */
    public void report(String text, @Nullable Throwable place) {
        if (place == null) {
            log.warn(text + "; it is given back now. The log level \"debug\" shows where it was taken");
        } else {
            log.warn(text + "; it is given back now");
            log.debug("that was taken here", place);
        }
    }
}
