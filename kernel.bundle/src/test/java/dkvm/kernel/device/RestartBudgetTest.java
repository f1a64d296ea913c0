// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.config.RestartPolicy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final RestartPolicy POLICY = RestartPolicy.DEFAULT;

    private long now = -5;
    private final RestartBudget budget = new RestartBudget(new LongestWait());

    @Test
    void waitsTwiceAsLongEachTimeUpToTheLongest() {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 10; i++) {
            waits.add(budget.failed(POLICY, now).orElseThrow().toMillis());
        }

        assertThat(waits).containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 25_600L, 51_200L, 60_000L);
    }

    @Test
    void givesUpAfterSoManyWithinTheWindow() {
        fail(10);
        assertThat(budget.failed(POLICY, now)).isEmpty();

        now += POLICY.window().toNanos() + 1;
        assertThat(budget.failed(POLICY, now)).isPresent();
    }

    @Test
    void neverGivesUpWithoutALimit() {
        var policy = new RestartPolicy(Mode.ON_FAILURE, Duration.ofMillis(1), Duration.ofDays(100_000), 0,
                POLICY.window(), POLICY.reset());
        for (int i = 0; i < 1000; i++) {
            assertThat(budget.failed(policy, now)).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        }
    }

    @Test
    void forgetsAllAfterTheDeviceRanWell() {
        fail(10);
        budget.ran(POLICY, POLICY.reset().minusNanos(1));
        assertThat(budget.failed(POLICY, now)).isEmpty();

        budget.ran(POLICY, POLICY.reset());
        assertThat(budget.failed(POLICY, now)).contains(Duration.ofMillis(200));
    }

    @Test
    void takesAnotherPolicyAtAnyTime() {
        var patient = new RestartPolicy(Mode.ON_FAILURE, Duration.ofDays(100), Duration.ofDays(90_000), 0,
                POLICY.window(), POLICY.reset());
        var quick = new RestartPolicy(Mode.ON_FAILURE, Duration.ofNanos(1), Duration.ofDays(90_000), 0,
                POLICY.window(), POLICY.reset());
        for (int i = 0; i < 40; i++) {
            budget.failed(quick, now);
        }

        assertThat(budget.failed(patient, now)).contains(patient.max());
    }

    @Test
    void spreadsTheWaits() {
        var spread = new RestartBudget(new Random(1));
        var policy = new RestartPolicy(Mode.ON_FAILURE, Duration.ofSeconds(1), Duration.ofSeconds(1), 0,
                POLICY.window(), POLICY.reset());
        long sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += spread.failed(policy, now).orElseThrow().toMillis();
        }

        assertThat(sum / 1000).isBetween(450L, 550L);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(budget.failed(POLICY, now)).isPresent();
        }
    }
}
