// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import org.junit.jupiter.api.parallel.Isolated;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under load and with a device killed every few seconds, the kernel's memory stays what it was. */
@Timeout(1800)
@Isolated("it measures the kernel's memory")
class SteadyFaultsIT {
    private static final Duration LENGTH = Duration.ofMinutes(20);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    /** What is loaded and compiled in this part of the time is not growth. */
    private static final int FIRST_PART = 5;
    /** Events a second: 200. */
    private static final long STEP_MICROS = 5000;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    @Tag("soak")
    void theKernelsMemoryIsFlat(TestReporter reporter) throws Exception {
        var length = Duration.parse(System.getProperty("dkvm.test.length", LENGTH.toString()));
        var random = Seed.of(getClass(), reporter).random();
        Stroke.write(lab.file("input.evemu"), Stroke.typed(500), STEP_MICROS);
        var desk = new FaultyDesk(lab, random, """
                devices:
                  keys: {type: dummy-keyboard-source, RESTART, config: {file: input.evemu, loop: true}}
                  one: {type: dummy-keyboard-sink, RESTART, config: {file: one.evemu}}
                  two: {type: dummy-keyboard-sink, RESTART, config: {file: two.evemu}}
                pipelines:
                  keys: {from: keys, to: [one, two]}
                """.replace("RESTART", FaultyDesk.RESTART));
        int kills = (int) length.dividedBy(BETWEEN);
        for (int kill = 0; kill < kills / FIRST_PART; kill++) {
            next(desk);
        }
        var before = Vitals.of(desk.kernel());
        System.out.println(getClass().getSimpleName() + " at first " + before);

        for (int kill = kills / FIRST_PART; kill < kills; kill++) {
            next(desk);
        }

        var after = Vitals.of(desk.kernel());
        System.out.println(getClass().getSimpleName() + " at last " + after);
        after.assertAsBefore(before);
        desk.assertNobodyElse();
        desk.end();
    }

    private static void next(FaultyDesk desk) throws Exception {
        long begun = System.nanoTime();
        desk.awaitWell();
        Thread.sleep(Math.max(0, BETWEEN.toMillis() - Duration.ofNanos(System.nanoTime() - begun).toMillis()));
        desk.kill();
    }
}
