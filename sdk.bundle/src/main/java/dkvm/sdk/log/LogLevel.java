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
     * The level of this name.
     *
     * @param id lower case, as in {@code DKVM_LOG_LEVEL}
     * @param otherwise what an unknown name means
     * @return the level
     */
    public static LogLevel of(String id, LogLevel otherwise) {
        return switch (id) {
            case "error" -> ERROR;
            case "warn" -> WARN;
            case "info" -> INFO;
            case "debug" -> DEBUG;
            case "trace" -> TRACE;
            default -> otherwise;
        };
    }

    /**
     * The level that lets through what is at least as important as a priority, as the wire protocol's SetLog has it.
     *
     * @param priority 0 (worst) to 7; more means everything
     * @return the level
     */
    public static LogLevel ofPriority(int priority) {
        if (priority < 0 || priority > DEBUG.priority) {
            return TRACE;
        }
        return switch (priority) {
            case 0, 1, 2, 3 -> ERROR;
            case 4 -> WARN;
            case 5, 6 -> INFO;
            default -> DEBUG;
        };
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
