// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is in flight behaves as a queue of numbers does. */
class InFlightTest {
    private static final int STEPS = 100_000;

    private final InFlight inFlight = new InFlight();

    @Test
    void behavesAsAQueueOfNumbers() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Deque<Long> model = new ArrayDeque<>();
        long seq = 0;
        long written = 0;
        long taken = 0;
        for (int i = 0; i < STEPS; i++) {
            int dice = random.nextInt(1000);
            if (dice == 0) {
                assertThat(inFlight.clear()).as("seed %s", seed).isEqualTo(model.size());
                model.clear();
                written = 0;
                taken = 0;
            } else if (dice < 700 && model.size() < 5000) {
                boolean kernels = random.nextInt(10) == 0;
                seq += 1 + random.nextInt(3);
                long number = kernels ? 0 : seq;
                int length = 1 + random.nextInt(100);
                inFlight.wrote(number, length);
                written += length;
                if (!kernels) {
                    model.add(number);
                }
            } else {
                taken += random.nextLong(written - taken + 1);
                long upTo = random.nextInt(3) == 0 ? seq : seq - random.nextInt(5000);
                int done = 0;
                while (!model.isEmpty() && model.getFirst() <= upTo) {
                    model.removeFirst();
                    done++;
                }
                assertThat(inFlight.plausible(taken)).isTrue();
                assertThat(inFlight.acknowledged(upTo, taken)).as("seed %s", seed).isEqualTo(done);
            }
            assertThat(inFlight.events()).isEqualTo(model.size());
            assertThat(inFlight.bytes()).isEqualTo(written - taken);
            assertThat(inFlight.isEmpty()).isEqualTo(model.isEmpty() && written == taken);
        }
    }

    @Test
    void doesNotBelieveInBytesThatWereNotWrittenOrAreTakenBack() {
        inFlight.wrote(1, 100);
        inFlight.acknowledged(0, 50);

        assertThat(inFlight.plausible(49)).isFalse();
        assertThat(inFlight.plausible(50)).isTrue();
        assertThat(inFlight.plausible(100)).isTrue();
        assertThat(inFlight.plausible(101)).isFalse();
    }
}
