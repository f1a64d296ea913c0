// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {
    private static final long PID = 4711;

    @Test
    void theWatchdogIsForTheProcessThatIsNamed() {
        assertThat(watchdog(Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", "30000000")))
                .contains(Duration.ofSeconds(30));
        assertThat(watchdog(Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "4711")))
                .contains(Duration.ofSeconds(30));
        assertThat(watchdog(Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1")))
                .isEmpty();
    }

    @Test
    void whatIsNotSaidOrNoNumberIsNoWatchdog() {
        assertThat(watchdog(Map.of("WATCHDOG_USEC", "30000000"))).as("nobody to tell").isEmpty();
        for (var period : new String[]{"", "0", "-5", "x", "999999999999999999999"}) {
            assertThat(watchdog(Map.of("NOTIFY_SOCKET", "/run/n", "WATCHDOG_USEC", period))).as(period).isEmpty();
        }
    }

    @Test
    void withoutASocketThereIsNone() {
        assertThat(ServiceManager.of(Map.of(), PID)).isEqualTo(new ServiceManager(Optional.empty(), Optional.empty()));
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", ""), PID).socket()).isEmpty();
    }

    private static Optional<Duration> watchdog(Map<String, String> environment) {
        return ServiceManager.of(environment, PID).watchdog();
    }
}
