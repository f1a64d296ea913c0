// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Old processes, new ones and those on trial die or freeze at any moment while bundles are replaced again and again: the
 * desk is well afterwards, with the one bundle or the other, and no key hangs.
 */
@Timeout(1800)
@Execution(ExecutionMode.CONCURRENT)
class ReplacementFaultsIT {
    private static final int FAULTS = 200;
    /** So often a fault is not a kill but a process that stands still. */
    private static final int FREEZES = 10;
    private static final int LONGEST_PAUSE_MS = 3000;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void whateverDiesDuringReplacementsTheDeskIsWellAfterwards(TestReporter reporter) throws Exception {
        faults(FAULTS / 20, reporter);
    }

    @Test
    @Tag("soak")
    void whateverDiesDuringManyReplacementsTheDeskIsWellAfterwards(TestReporter reporter) throws Exception {
        faults(FAULTS, reporter);
    }

    private void faults(int count, TestReporter reporter) throws Exception {
        var seed = Seed.of(getClass(), reporter);
        var random = seed.random();
        Stroke.write(lab.file("input.evemu"), Stroke.typed(500), 5000);
        var desk = new FaultyDesk(lab, random, yaml());
        desk.awaitWell();

        var enough = new AtomicBoolean();
        var replacing = CompletableFuture.supplyAsync(() -> replace(desk.kernel(), new Random(seed.value()), enough));
        for (int fault = 0; fault < count; fault++) {
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
            if (fault % FREEZES == FREEZES / 2) {
                desk.freezeAny();
            } else {
                desk.killAny();
            }
        }
        enough.set(true);
        int replaced = replacing.get();

        desk.awaitWell();
        for (var bundle : List.of(DeviceBundle.KEYBOARD, DeviceBundle.DISPLAY)) {
            assertThat(desk.kernel().ask("bundle-restart", bundle)).hasValueSatisfying(
                    answer -> assertThat(answer).contains(" is restarted"));
        }
        System.out.printf("%s: %d of the replacements came to an end during %d faults%n", getClass().getSimpleName(),
                replaced, count);
        desk.awaitWell();
        desk.assertNobodyElse();
        desk.end();
        assertThat(Stroke.held(Stroke.read(lab.file("one.jsonl")))).isEmpty();
        assertThat(Stroke.held(Stroke.read(lab.file("two.evemu")))).isEmpty();
    }

    /** One after the other, as often as there is time for; how many came off. */
    private int replace(Kernel kernel, Random random, AtomicBoolean enough) {
        int done = 0;
        for (int i = 0; !enough.get(); i++) {
            var answer = switch (random.nextInt(3)) {
                case 0 -> kernel.ask("bundle-restart", DeviceBundle.KEYBOARD);
                case 1 -> kernel.ask("bundle-restart", DeviceBundle.DISPLAY);
                default -> kernel.ask("install", built(i));
            };
            if (answer.filter(text -> text.contains(" is restarted") || text.contains(" runs")).isPresent()) {
                done++;
            }
        }
        return done;
    }

    private String built(int number) {
        try {
            return DeviceBundle.put(lab.file("built/keyboard.jar"),
                    DeviceBundle.shipped(DeviceBundle.KEYBOARD).stamped(String.valueOf(number)).bytes()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String yaml() {
        return """
                devices:
                  left: {type: dummy-keyboard-source, RESTART, config: {file: input.evemu, loop: true}}
                  one: {type: dummy-keyboard-sink, RESTART, config: {file: one.jsonl}}
                  two: {type: dummy-keyboard-sink, RESTART, config: {file: two.evemu}}
                  screen: {type: dummy-display-source, RESTART, config: {width: 160, height: 120, rate: 50, partial: true}}
                  latest: {type: dummy-display-sink, RESTART, config: {directory: latest, format: ppm, keep: 2}}
                  block: {type: dummy-display-sink, RESTART, config: {directory: block, format: raw, keep: 2}}
                pipelines:
                  keys: {from: left, to: [one, two]}
                  pictures: {from: screen, to: latest}
                  every: {from: screen, to: block, overflow: block}
                """
                .replace("RESTART", FaultyDesk.RESTART);
    }
}
