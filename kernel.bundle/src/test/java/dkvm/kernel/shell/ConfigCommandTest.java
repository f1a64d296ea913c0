// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.TestKernel;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.run.DeskLab;
import dkvm.kernel.run.View;
import dkvm.kernel.shell.CommandLab.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConfigCommandTest {
    private static final Outcome NO_DIFFERENCE = new Outcome(0, "no difference\n", "");

    @TempDir
    Path home;

    private DeskLab lab;
    private Commands commands;

    @BeforeEach
    void begin() throws IOException {
        lab = new DeskLab(home, false);
        lab.begin();
        commands = new Commands(new ConfigCommand(lab.desk, new GraphProbe(lab.kernel.graph),
                new View(lab.kernel.devices, lab.kernel.graph, lab.kernel.memory)));
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private Outcome config(String... words) {
        var line = new ArrayList<>(List.of("config"));
        line.addAll(List.of(words));
        var out = new StringBuilder();
        var err = new StringBuilder();
        return new Outcome(commands.run(line, out::append, err::append), out.toString(), err.toString());
    }

    @Test
    void whatIsShownIsRightAndIsTheSameDesk() throws IOException {
        var shown = config("show").out();
        assertThat(shown).startsWith("# " + lab.file + ", as it runs\nversion: 1\n").contains("overflow: block\n",
                "capacity: 4096\n");
        var copy = Files.writeString(home.resolve("copy.yaml"), shown);
        assertThat(config("check", copy.toString())).isEqualTo(new Outcome(0, "OK\n", ""));
        lab.write(shown.replace("    capacity: 4096\n", "").replace("    overflow: block\n", ""));
        assertThat(config("diff")).isEqualTo(NO_DIFFERENCE);
        assertThat(config("show", "--json").out()).startsWith("{\"version\":1,\"kernel\":{\"name\":\"lab\"");
    }

    @Test
    void aWrongFileIsSaidAndChangesNothing() throws IOException {
        lab.write(DeskLab.DESK.replace("to: b", "to: c"));
        var wrong = config("reload");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith(lab.file + ":7:20: error: no device \"c\"").hasLineCount(1);
        assertThat(config("diff")).isEqualTo(wrong);
        assertThat(config("check", lab.file.toString())).isEqualTo(wrong);
        var json = config("check", "--json", lab.file.toString());
        assertThat(json.code()).isEqualTo(2);
        assertThat(json.out()).startsWith("[{\"file\":").contains("\"line\":7");
        lab.write(DeskLab.DESK);
        assertThat(config("diff")).isEqualTo(NO_DIFFERENCE);
    }

    @Test
    void aReloadSaysWhatItDid() throws IOException {
        assertThat(config("reload")).isEqualTo(new Outcome(0, "nothing has changed\n", ""));
        lab.write(DeskLab.DESK.replace("name: lab}", "name: bench}\nmemory: {limit: 3MiB}").replaceFirst("\"60\"",
                "\"61\"").replace("  p: {from: a, to: b}", "  q: {from: a, to: b}"));
        assertThat(config("diff").out()).isEqualTo("""
                kernel: changed (name)
                memory: changed (limit)
                device a: changed (config.command)
                pipeline p: removed
                pipeline q: added
                """);
        assertThat(config("reload").out()).isEqualTo("""
                kernel: changed (name); devices learn the name when they start
                memory: changed (limit); for pools that are made from now on
                device a: changed (config.command)
                pipeline p: removed
                pipeline q: added
                """);
        assertThat(config("diff")).isEqualTo(NO_DIFFERENCE);
        lab.write(DeskLab.DESK);
        assertThat(config("reload", "--json").out()).contains(
                "{\"section\":\"device\",\"id\":\"a\",\"change\":\"changed\",\"keys\":[\"config.command\"]}",
                "{\"section\":\"pipeline\",\"id\":\"p\",\"change\":\"added\",\"keys\":[]}");
    }

    @Test
    void whatWasDoneByHandIsADifferenceThatAReloadLeaves() {
        lab.kernel.devices.stop("b");
        TestKernel.await("b to stop", () -> !lab.kernel.device("b").wantedUp());
        lab.kernel.graph.unlink("a", "b");
        assertThat(config("diff").out()).isEqualTo("""
                device b: stopped by hand
                link a.keys > b.keys: unlinked by hand
                """);
        assertThat(lab.kernel.graph.link("a", "b", Optional.empty(), OptionalInt.of(3)).join()).isEmpty();
        assertThat(config("reload").out()).isEqualTo("nothing has changed\n");
        assertThat(config("diff", "--json").out()).contains("{\"device\":\"b\",\"change\":\"stopped\"}",
                "\"change\":\"linked\"", "\"changes\":[]");
    }

    @Test
    void itsPartsAreKnown() {
        assertThat(config().err()).isEqualTo("dkvm: config: show, diff, check FILE or reload?\n");
        assertThat(config("relod").code()).isEqualTo(2);
        assertThat(config("show", "x").code()).isEqualTo(2);
        assertThat(config("check").code()).isEqualTo(2);
    }
}
