// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.v1.Loop;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that answers at once while it is not frozen, and whose limit is changed while it runs. */
class VigilTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private long nowNanos;
    private Pulse pulse = Pulse.NONE;
    private long ticks;
    private boolean frozen;
    private boolean working = true;
    private final Vigil vigil = new Vigil(() -> pulse, this::ping, Duration.ofSeconds(5), () -> nowNanos);

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT5S", "PT1H"})
    void aProcessThatFreezesAfterAChangeIsFoundDeadWithinSixSeconds(Duration limit) {
        vigil.begin();
        assertThat(watch(MINUTE)).isEmpty();
        vigil.limit(limit);
        frozen = true;
        long since = nowNanos;

        assertThat(watch(MINUTE)).hasValueSatisfying(reason -> assertThat(reason).contains("dead"));
        assertThat(nowNanos - since).isLessThanOrEqualTo(Duration.ofSeconds(6).toNanos());
    }

    @Test
    void changesOfTheLimitAreNoReasonToDoubtAProcess() {
        vigil.begin();
        for (int i = 0; i < 50; i++) {
            assertThat(watch(Duration.ofMillis(1700))).isEmpty();
            vigil.limit(Duration.ofSeconds(1 + i % 3));
        }
    }

    @Test
    void aProcessThatRestsIsNotWatchedAndIsWatchedAsBeforeWhenItWorksAgain() {
        vigil.begin();
        assertThat(watch(MINUTE)).isEmpty();
        vigil.rest();
        frozen = true;
        assertThat(watch(MINUTE)).isEmpty();
        frozen = false;
        vigil.begin();
        assertThat(vigil.progresses()).isFalse();
        assertThat(watch(MINUTE)).isEmpty();
        assertThat(vigil.progresses()).isTrue();
        frozen = true;

        assertThat(watch(MINUTE)).hasValueSatisfying(reason -> assertThat(reason).contains("dead"));
    }

    @Test
    void whatNobodyWatchedForAWhileIsWatchedAsBefore() {
        vigil.begin();
        assertThat(watch(MINUTE)).isEmpty();
        vigil.limit(Duration.ZERO);
        frozen = true;
        assertThat(watch(MINUTE)).isEmpty();
        vigil.limit(Duration.ofSeconds(5));

        assertThat(watch(Duration.ofSeconds(8))).isPresent();
    }

    @Test
    void workThatStandsStillIsJudgedByTheNewLimit() {
        vigil.begin();
        vigil.limit(Duration.ofSeconds(30));
        assertThat(watch(MINUTE)).isEmpty();
        working = false;
        assertThat(watch(Duration.ofSeconds(20))).isEmpty();
        vigil.limit(Duration.ofSeconds(3));

        assertThat(watch(Duration.ofSeconds(1))).contains("it hangs: its work has stood still for 3000 ms");
    }

    private void ping(long id) {
        if (!frozen) {
            ticks += working ? 1 : 0;
            pulse = new Pulse(id, Loop.RUNNING, ticks);
        }
    }

    /** Looks after it for so long, or until something is wrong. */
    private Optional<String> watch(Duration time) {
        long end = nowNanos + time.toNanos();
        var wrong = Optional.<String>empty();
        while (nowNanos < end && wrong.isEmpty()) {
            nowNanos += Devices.LOOK.toNanos();
            wrong = vigil.look();
        }
        return wrong;
    }
}
