// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.Liveness.Verdict;
import dkvm.sdk.wire.v1.Loop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that answers at once, or not at all while it is stopped, and a kernel that looks every 100 ms, mostly. */
class LivenessTest {
    private static final long LOOK_MS = 100;
    private static final long LIMIT_MS = 5000;
    private static final int HOUR_MS = 3_600_000;

    private long nowMs;
    private final Liveness liveness = new Liveness(Duration.ofMillis(LIMIT_MS), Duration.ofMillis(LOOK_MS), 0);
    private boolean stopped;
    /** What it was asked and has not read yet. */
    private long asked;
    private int waiting;
    private Pulse pulse = Pulse.NONE;
    private Loop loop = Loop.RUNNING;
    private long ticks;
    private boolean working = true;
    private int pings;

    @Test
    void itIsAskedOnceASecond() {
        run(60_000);

        assertThat(pings).isBetween(54, 61);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 250, 500, 800, 900, 1000})
    void aProcessThatIsStoppedForFourSecondsLives(int phase) {
        run(10_000 + phase);
        stopped = true;
        assertThat(run(4000)).isEqualTo(Verdict.HEALTHY);
        stopped = false;

        assertThat(run(60_000)).isEqualTo(Verdict.HEALTHY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 250, 500, 800, 900, 1000})
    void aProcessThatIsStoppedForLongerIsFoundDeadWithinSixSeconds(int phase) {
        run(10_000 + phase);
        stopped = true;
        long since = nowMs;

        assertThat(run(10_000)).isEqualTo(Verdict.DEAD);
        assertThat(nowMs - since).isBetween(4100L, 6000L);
    }

    @Test
    void aProcessThatNeverAnsweredIsDead() {
        stopped = true;

        assertThat(run(10_000)).isEqualTo(Verdict.DEAD);
        assertThat(nowMs).isLessThanOrEqualTo(6000);
    }

    @Test
    void noMoreThanAFewPingsWaitForWhoeverDoesNotReadThem() {
        stopped = true;
        run(HOUR_MS);

        assertThat(waiting).isEqualTo(Liveness.MISSES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 250, 500, 800, 900, 1000})
    void workThatStandsStillIsFoundOneSecondAfterTheLimit(int phase) {
        run(10_000 + phase);
        working = false;
        long since = nowMs;

        assertThat(run(10_000)).isEqualTo(Verdict.HUNG);
        assertThat(nowMs - since).isBetween(LIMIT_MS, LIMIT_MS + 1300);
    }

    @Test
    void workThatGoesOnSlowlyIsNoHang() {
        working = false;
        for (int i = 0; i < 100; i++) {
            assertThat(run(LIMIT_MS - 200)).isEqualTo(Verdict.HEALTHY);
            ticks++;
        }
    }

    @ParameterizedTest
    @EnumSource(value = Loop.class, names = {"WAITING_CREDIT", "WAITING_INPUT", "LOOP_UNSPECIFIED"})
    void whoWaitsMayDoSoForEver(Loop waitingFor) {
        working = false;
        loop = waitingFor;

        assertThat(run(HOUR_MS)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void timeInWhichTheKernelWasHeldUpDoesNotCount() {
        working = false;
        for (int i = 0; i < 20; i++) {
            assertThat(run(LIMIT_MS / 2)).as("round %d", i).isEqualTo(Verdict.HEALTHY);
            ticks++;
            sleep(10_000);
        }
        working = true;
        stopped = true;
        assertThat(run(4000)).isEqualTo(Verdict.HEALTHY);
        sleep(60_000);
        // It was suspended with the kernel, and has not come to answer yet.
        assertThat(run(900)).isEqualTo(Verdict.HEALTHY);
        stopped = false;
        assertThat(run(60_000)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void whoIsDeadIsFoundAlsoByAKernelThatIsHeldUpNowAndThen() {
        stopped = true;
        var verdict = Verdict.HEALTHY;
        for (int i = 0; i < 5 && verdict == Verdict.HEALTHY; i++) {
            verdict = run(3000);
            sleep(2000);
        }

        assertThat(verdict).isEqualTo(Verdict.DEAD);
    }

    @Test
    void aBurstOfLooksThatCatchUpCountsAsNoTime() {
        stopped = true;
        run(4000);
        for (int i = 0; i < 1000; i++) {
            assertThat(look()).isEqualTo(Verdict.HEALTHY);
        }
        stopped = false;

        assertThat(run(10_000)).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void answersToWhatWasNeverAskedMeanNothing() {
        run(3000);
        stopped = true;
        long since = nowMs;
        var verdict = Verdict.HEALTHY;
        for (int i = 0; i < 100 && verdict == Verdict.HEALTHY; i++) {
            pulse = new Pulse(1_000_000 + i, Loop.RUNNING, i);
            verdict = run(LOOK_MS);
        }

        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(nowMs - since).isLessThanOrEqualTo(6000);
    }

    /** Looks for so long, or until something is wrong. */
    private Verdict run(long ms) {
        long end = nowMs + ms;
        var verdict = Verdict.HEALTHY;
        while (nowMs < end && verdict == Verdict.HEALTHY) {
            nowMs += Math.min(LOOK_MS, end - nowMs);
            verdict = look();
        }
        return verdict;
    }

    /** The kernel, or the machine, sleeps. */
    private void sleep(long ms) {
        nowMs += ms;
    }

    private Verdict look() {
        if (working && !stopped) {
            ticks++;
        }
        if (!stopped && asked > pulse.ping()) {
            pulse = new Pulse(asked, loop, ticks);
            waiting = 0;
        }
        var step = liveness.look(nowMs * 1_000_000, pulse);
        step.ping().ifPresent(id -> {
            asked = id;
            waiting++;
            pings++;
        });
        return step.verdict();
    }
}
