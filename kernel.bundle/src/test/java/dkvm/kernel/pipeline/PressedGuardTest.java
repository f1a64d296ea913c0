// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The guard behaves as a set of links for each key does: down goes out with the first, up with the last. */
@Execution(ExecutionMode.CONCURRENT)
class PressedGuardTest {
    private static final int STEPS = 200_000;

    private final PressedGuard guard = new PressedGuard();
    private final Map<Integer, Set<Integer>> model = new TreeMap<>();

    @Test
    void behavesAsASetOfLinksForEachKey() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            int usage = random.nextInt(40);
            int slot = random.nextInt(PressedGuard.MAX_LINKS);
            switch (random.nextInt(100)) {
                case 0 -> {
                    guard.clear();
                    model.clear();
                }
                case 1, 2, 3, 4, 5 -> releaseAll(slot);
                default -> {
                    if (random.nextInt(5) < 3) {
                        var holders = model.computeIfAbsent(usage, _ -> new HashSet<>());
                        assertThat(guard.press(usage, slot)).as("seed %s", seed).isEqualTo(holders.isEmpty());
                        holders.add(slot);
                    } else {
                        assertThat(guard.release(usage, slot)).as("seed %s", seed).isEqualTo(release(usage, slot));
                    }
                }
            }
            assertThat(Arrays.stream(guard.down()).sorted().boxed().toList())
                    .isEqualTo(model.keySet().stream().toList());
            assertThat(guard.holds(slot)).isEqualTo(model.values().stream().anyMatch(all -> all.contains(slot)));
        }
    }

    private boolean release(int usage, int slot) {
        var holders = model.get(usage);
        boolean last = holders != null && holders.remove(slot) && holders.isEmpty();
        if (last) {
            model.remove(usage);
        }
        return last;
    }

    private void releaseAll(int slot) {
        var expected = new HashSet<Integer>();
        for (int usage : Set.copyOf(model.keySet())) {
            if (release(usage, slot) && usage != 0) {
                expected.add(usage);
            }
        }
        var released = new HashSet<Integer>();
        while (guard.holds(slot)) {
            int usage = guard.releaseOne(slot);
            if (usage != 0) {
                released.add(usage);
            }
        }
        assertThat(released).isEqualTo(expected);
        assertThat(guard.releaseOne(slot)).isZero();
    }
}
