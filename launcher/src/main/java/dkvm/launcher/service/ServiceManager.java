// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs this process as a service, as sd_notify(3) and sd_watchdog_enabled(3) have it.
 *
 * @param socket where it listens; a name that begins with {@code @} is an abstract one
 * @param watchdog within which time it wants to hear from the process, again and again
 */
public record ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
    private static final long MICROS_PER_MILLI = 1000;

    /**
     * Reads an environment.
     *
     * @param environment variables
     * @return what is said there
     */
    public static ServiceManager of(Map<String, String> environment) {
        return of(environment, ProcessHandle.current().pid());
    }

    static ServiceManager of(Map<String, String> environment, long pid) {
        var forUs = environment.getOrDefault("WATCHDOG_PID", "");
        var socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(name -> !name.isEmpty());
        var period = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean watched = socket.isPresent() && period.matches("\\d{4,18}")
                && (forUs.isEmpty() || forUs.equals(Long.toString(pid)));
        return new ServiceManager(socket, watched
                ? Optional.of(Duration.ofMillis(Long.parseLong(period) / MICROS_PER_MILLI))
                : Optional.empty());
    }
}
