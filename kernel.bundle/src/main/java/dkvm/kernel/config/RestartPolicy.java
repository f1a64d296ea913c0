// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.time.Duration;
import java.util.Locale;

/**
 * When a device that ended is started again.
 *
 * @param mode after which ends
 * @param initial the first wait; each further one is twice as long
 * @param max the longest wait
 * @param limit the restarts within the window after which the device is given up; 0: never
 * @param window the time in which restarts are counted
 * @param reset the time of running after which all is forgotten
 */
public record RestartPolicy(Mode mode, Duration initial, Duration max, int limit, Duration window, Duration reset) {
    /** The default of {@link #initial()}. */
    public static final Duration DEFAULT_INITIAL = Duration.ofMillis(200);
    /** The default of {@link #max()}. */
    public static final Duration DEFAULT_MAX = Duration.ofSeconds(60);
    /** The default of {@link #limit()}. */
    public static final int DEFAULT_LIMIT = 10;
    /** The default of {@link #window()}. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(10);
    /** The default of {@link #reset()}. */
    public static final Duration DEFAULT_RESET = Duration.ofMinutes(1);
    /** The policy of a device that says nothing of it. */
    public static final RestartPolicy DEFAULT = new RestartPolicy(Mode.ON_FAILURE, DEFAULT_INITIAL, DEFAULT_MAX,
            DEFAULT_LIMIT, DEFAULT_WINDOW, DEFAULT_RESET);

    /** After which ends a device is started again. */
    public enum Mode {
        /** After none. */
        NEVER,
        /** After a failure. */
        ON_FAILURE,
        /** After any, also the end of its streams. */
        ALWAYS;

        /**
         * The mode's name in the configuration file.
         *
         * @return lower case with hyphens, such as {@code on-failure}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
