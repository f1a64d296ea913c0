// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An edited desk is applied to a running kernel: what did not change runs on, and a broken one changes nothing. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ReloadIT {
    /** Not watched: what is asked for by hand is what is tested. */
    private static final String DESK = """
            kernel: {watch: false}
            devices:
              keys: {type: dummy-keyboard-source, config: {file: typed.evemu, loop: true}}
              one: {type: dummy-keyboard-sink, config: {file: one.jsonl}}
              two: {type: dummy-keyboard-sink, config: {file: two.jsonl}}
            pipelines:
              first: {from: keys, to: one}
              second: {from: keys, to: two}
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void typing() throws Exception {
        Stroke.write(lab.file("typed.evemu"), Stroke.typed(20), 20_000);
    }

    private static List<Long> pids(Kernel kernel, String... devices) {
        return Stream.of(devices).map(id -> kernel.awaitRunning(id).pid()).toList();
    }

    @Test
    void onlyWhatChangedIsTouched() throws Exception {
        var kernel = lab.start(lab.desk(DESK));
        var before = pids(kernel, "keys", "one", "two");

        lab.desk(DESK.replace("one.jsonl", "uno.jsonl"));
        assertThat(lab.dkvm("ctl", "--home", lab.home(), "config", "reload"))
                .isEqualTo(new Result(0, "device one: changed (config.file)\n", ""));
        kernel.awaitDevice("one", device -> device.get("state").getAsString().equals("RUNNING")
                && device.get("pid").getAsLong() != before.get(1));
        Await.until("events in the new file", () -> Stroke.read(lab.file("uno.jsonl")).size() > 4);
        assertThat(pids(kernel, "keys", "two")).containsExactly(before.get(0), before.get(2));

        lab.desk(DESK.replace("to: two", "to: to").replace("loop: true", "loops: true"));
        var broken = lab.inProcess("ctl", "--home", lab.home(), "config", "reload");
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err().lines()).hasSize(2).allMatch(line -> line.contains("/desk.yaml:"));
        var one = kernel.awaitRunning("one").pid();
        assertThat(pids(kernel, "keys", "two")).containsExactly(before.get(0), before.get(2));

        lab.desk(DESK.replace("one.jsonl", "uno.jsonl").replace("  two: {type: dummy-keyboard-sink, config: {file: two",
                "  three: {type: dummy-keyboard-sink, config: {file: three").replace("second: {from: keys, to: two}",
                        "third: {from: keys, to: three}"));
        assertThat(kernel.ask("config", "reload").orElseThrow().lines()).containsExactly("device two: removed",
                "device three: added", "pipeline second: removed", "pipeline third: added");
        kernel.awaitRunning("three");
        Await.until("two to be gone", () -> kernel.device("two").isEmpty());
        assertThat(pids(kernel, "keys", "one")).containsExactly(before.getFirst(), one);
        Await.until("events at three", () -> Links.number(kernel.links().to("three.keys"), "out") > 0);
        assertThat(kernel.ask("config", "diff")).contains("no difference\n");

        assertThat(kernel.ask("stop", "three")).contains("");
        assertThat(kernel.ask("config", "diff")).contains("device three: stopped by hand\n");
        assertThat(kernel.ask("restart", "three", "one")).contains("");
        assertThat(pids(kernel, "one").getFirst()).isNotEqualTo(one);
        assertThat(Stroke.held(Stroke.read(lab.file("two.jsonl")))).isEmpty();
        lab.write("shown.yaml", kernel.ask("config", "show").orElseThrow());
        assertThat(lab.inProcess("check", "--strict", lab.file("shown.yaml")).out()).startsWith("OK\n");
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }
}
