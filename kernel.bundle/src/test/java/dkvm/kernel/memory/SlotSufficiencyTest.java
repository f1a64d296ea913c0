// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.memory.SimulatedPort.Play;
import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A producer has all its grants ahead at every moment, whatever its readers do within the rules: so many slots as
 * {@code SlotCount} says are enough, and one fewer is too few.
 */
class SlotSufficiencyTest {
    private static final int RUNS = 60;
    private static final int STEPS = 1_000;
    private static final List<StreamKind> KINDS = List.of(StreamKind.DISPLAY, StreamKind.AUDIO, StreamKind.DATA);

    @Test
    void slotsSuffice() {
        suffice(STEPS);
    }

    @Test
    @Tag("soak")
    void slotsSufficeInALongRun() {
        suffice(20 * STEPS);
    }

    private static void suffice(int steps) {
        long seed = System.nanoTime();
        long delivered = 0;
        for (int run = 0; run < RUNS; run++) {
            var kind = KINDS.get(run % KINDS.size());
            var port = new SimulatedPort(new Random(seed + run), new Play(kind, Overflow.allowed(kind), 4, true, 0));
            int fewest = port.run(steps);
            assertThat(fewest).as("grants in hand at the worst moment, seed %d, run %d, %s", seed, run, port)
                    .isEqualTo(port.ahead());
            delivered += port.delivered();
        }
        assertThat(delivered).as("buffers delivered in all runs of seed %d", seed).isGreaterThan(RUNS * (steps / 20L));
    }

    /** Without this the tests above might be passed by slots without need, or by readers that take too little. */
    @ParameterizedTest
    @EnumSource(names = {"LATEST", "DROP_OLDEST", "DROP_NEWEST"})
    void oneSlotFewerDoesNot(Overflow rule) {
        long seed = System.nanoTime();
        int exhausted = 0;
        for (int run = 0; run < RUNS; run++) {
            var port = new SimulatedPort(new Random(seed + run),
                    new Play(StreamKind.DISPLAY, List.of(rule), 2, false, 1));
            exhausted += port.run(STEPS) < port.ahead() ? 1 : 0;
        }
        assertThat(exhausted).as("runs with too few grants, of %d from seed %d", RUNS, seed).isGreaterThan(RUNS / 10);
    }
}
