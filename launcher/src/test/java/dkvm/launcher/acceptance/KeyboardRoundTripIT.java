// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys travel from a file through the kernel into files of both formats, and from those once more. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class KeyboardRoundTripIT {
    private static final Path REAL = Lab.CHECKOUT
            .resolve("device.dummy.keyboard/src/test/resources/dkvm/device/dummy/keyboard/lenovo-keyboard.evemu");
    private static final int LAST_KEY = 127;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aRealRecordingKeepsItsKeysAndLeavesNoneDown() throws Exception {
        Files.copy(REAL, lab.file("input.evemu"));

        thereAndBack("speed: 1.0");

        // It begins with the release of Enter, which was not down, and ends with Ctrl and C held.
        for (var file : List.of("e.evemu", "je.evemu")) {
            assertThat(Stroke.read(lab.file(file))).as(file).startsWith(Stroke.down(29), Stroke.down(46))
                    .containsExactlyInAnyOrder(Stroke.down(29), Stroke.down(46), Stroke.up(29), Stroke.up(46));
        }
        for (var file : List.of("j.jsonl", "jj.jsonl")) {
            assertThat(Stroke.read(lab.file(file))).as(file)
                    .startsWith(new Stroke("ControlLeft", true), new Stroke("KeyC", true)).hasSize(4);
        }
    }

    @Test
    void everyKeyThereIsKeepsItsPlace() throws Exception {
        var strokes = everyKey();
        var lines = new StringBuilder("# EVEMU 1.3\n");
        for (int i = 0; i < strokes.size(); i++) {
            var stroke = strokes.get(i);
            Stroke.event(lines, 1000L * i, Integer.parseInt(stroke.key()), stroke.down() ? 1 : 0);
            if (stroke.down()) {
                // Autorepeat is for each host to make.
                Stroke.event(lines, 1000L * i, Integer.parseInt(stroke.key()), 2);
            }
        }
        lab.write("input.evemu", lines.toString());

        thereAndBack("speed: 0");

        assertThat(Stroke.read(lab.file("e.evemu"))).isEqualTo(strokes);
        assertThat(Stroke.read(lab.file("je.evemu"))).isEqualTo(strokes);
        var named = Stroke.read(lab.file("j.jsonl"));
        assertThat(Stroke.read(lab.file("jj.jsonl"))).isEqualTo(named);
        assertThat(named.stream().map(Stroke::down).toList()).isEqualTo(strokes.stream().map(Stroke::down).toList());
        assertThat(named.stream().map(Stroke::key).distinct()).hasSize(LAST_KEY)
                .contains("Escape", "KeyA", "IntlBackslash", "MetaRight", "ContextMenu", "101");
    }

    @Test
    void evemuPlaysWhatIsWritten() throws Exception {
        Lab.needs("evemu-play", "evemu-tools");
        var strokes = everyKey();
        strokes.add(Stroke.down(29));
        Stroke.write(lab.file("input.evemu"), strokes, 100);

        copy("input.evemu", "speed: 1.0", "e.evemu", "j.jsonl");

        assertThat(Stroke.read(lab.file("e.evemu"))).startsWith(strokes.toArray(Stroke[]::new)).endsWith(Stroke.up(29));
        var played = lab.program(lab.file("e.evemu"), List.of("evemu-play", "/dev/null"));
        // Its exit status says nothing.
        assertThat(played.out() + played.err()).doesNotContainIgnoringCase("fatal");
    }

    /** Each key alone, then all at once. */
    private static List<Stroke> everyKey() {
        var strokes = new ArrayList<Stroke>();
        for (int key = 1; key <= LAST_KEY; key++) {
            strokes.add(Stroke.down(key));
            strokes.add(Stroke.up(key));
        }
        for (int key = 1; key <= LAST_KEY; key++) {
            strokes.add(Stroke.down(key));
        }
        for (int key = 1; key <= LAST_KEY; key++) {
            strokes.add(Stroke.up(key));
        }
        return strokes;
    }

    /** From input.evemu to e.evemu and j.jsonl, from j.jsonl to je.evemu and jj.jsonl. */
    private void thereAndBack(String speed) throws Exception {
        copy("input.evemu", speed, "e.evemu", "j.jsonl");
        copy("j.jsonl", speed, "je.evemu", "jj.jsonl");
        for (var file : List.of("e.evemu", "j.jsonl", "je.evemu", "jj.jsonl")) {
            assertThat(Stroke.held(Stroke.read(lab.file(file)))).as(file).isEqualTo(Set.of());
        }
    }

    private void copy(String from, String speed, String evemu, String jsonl) throws Exception {
        var desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: %s, %s}}
                  evemu: {type: dummy-keyboard-sink, config: {file: %s}}
                  jsonl: {type: dummy-keyboard-sink, config: {file: %s}}
                pipelines:
                  copy: {from: keys, to: [evemu, jsonl]}
                """.formatted(from, speed, evemu, jsonl));

        var result = lab.run("--until-end", "--report", "report.json", desk);

        assertThat(result.code()).as(result.err()).isZero();
        Links.ofReport(lab.file("report.json")).balanced();
    }
}
