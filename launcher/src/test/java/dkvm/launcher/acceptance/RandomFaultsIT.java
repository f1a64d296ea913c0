// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Any device dies or freezes at any moment, again and again: all come back, and the kernel is as it was before. */
@Timeout(1800)
@Isolated("it measures the kernel's memory")
class RandomFaultsIT {
    private static final int FAULTS = 500;
    /** So often a fault is not a kill but a process that stands still. */
    private static final int FREEZES = 10;
    /** So many let the kernel come to what it is like in the long run. */
    private static final int FIRST = 5;
    private static final int LONGEST_PAUSE_MS = 300;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void whateverHappensToDevicesTheDeskIsWellAfterwards(TestReporter reporter) throws Exception {
        faults(FAULTS / 20, reporter);
    }

    @Test
    @Tag("soak")
    void whateverHappensToDevicesForLongTheDeskIsWellAfterwards(TestReporter reporter) throws Exception {
        faults(FAULTS, reporter);
    }

    private void faults(int count, TestReporter reporter) throws Exception {
        var random = Seed.of(getClass(), reporter).random();
        Stroke.write(lab.file("input.evemu"), Stroke.typed(500), 5000);
        var desk = new FaultyDesk(lab, random, yaml());
        desk.awaitWell();
        for (int i = 0; i < FIRST; i++) {
            desk.kill();
        }
        desk.awaitWell();
        var before = Vitals.of(desk.kernel());

        for (int fault = FIRST; fault < count; fault++) {
            // Whatever the devices are doing by then: being started, running, being ended.
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
            // Not one of the last: in the short form there is time to find it, while others are killed.
            if (fault % FREEZES == FIRST) {
                desk.freeze();
            } else {
                desk.kill();
            }
        }

        desk.awaitWell();
        desk.assertNobodyElse();
        Vitals.of(desk.kernel()).assertAsBefore(before);
        desk.end();
        assertThat(Stroke.held(Stroke.read(lab.file("one.jsonl")))).isEmpty();
        assertThat(Stroke.held(Stroke.read(lab.file("two.evemu")))).isEmpty();
    }

    private static String yaml() {
        return """
                devices:
                  left: {type: dummy-keyboard-source, RESTART, config: {file: input.evemu, loop: true}}
                  right: {type: dummy-keyboard-source, RESTART, config: {file: input.evemu, loop: true, speed: 0.7}}
                  one: {type: dummy-keyboard-sink, RESTART, config: {file: one.jsonl}}
                  two: {type: dummy-keyboard-sink, RESTART, config: {file: two.evemu}}
                  screen: {type: dummy-display-source, RESTART, config: {width: 160, height: 120, rate: 50, partial: true}}
                  noise: {type: dummy-display-source, RESTART, config: {pattern: random, width: 64, height: 48, rate: 20}}
                  latest: {type: dummy-display-sink, RESTART, config: {directory: latest, format: ppm, keep: 2}}
                  block: {type: dummy-display-sink, RESTART, config: {directory: block, format: raw, keep: 2}}
                pipelines:
                  keys: {from: [left, right], to: [one, two]}
                  pictures: {from: screen, to: latest}
                  every: {from: [screen, noise], to: block, overflow: block}
                """
                .replace("RESTART", FaultyDesk.RESTART);
    }
}
