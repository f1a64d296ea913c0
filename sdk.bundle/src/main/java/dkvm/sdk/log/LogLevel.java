// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.log;

/** The levels of a device's log, each a syslog priority as in sd-daemon(3). */
public enum LogLevel {
    /** Something failed that the user must know of. */
    ERROR(3),
    /** Something is wrong, and work goes on. */
    WARN(4),
    /** What a user may want to know. */
    INFO(6),
    /** What someone who looks for a fault wants to know. */
    DEBUG(7),
    /** Every step; has no syslog priority of its own and shares that of {@link #DEBUG}. */
    TRACE(7);

    private final int priority;

    LogLevel(int priority) {
        this.priority = priority;
    }

    /**
     * The syslog priority.
     *
     * @return 0 (worst) to 7
     */
    public int priority() {
        return priority;
    }
}
