// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exit codes and error lines that scripts rely on, of the real distribution. Those of the command line alone are in
 * DkvmTest, those of a run's end in the kernel's EndWatchTest, those of a machine without Java in FindJavaTest, a second
 * kernel in {@link SecondKernelIT}, signals in {@link OrderlyStopIT}.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ExitCodesIT {
    private static final String SINK = "devices:\n  s: {type: dummy-keyboard-sink, config: {file: o.evemu}}\n";
    private static final String LINK = "pipelines: {p: {from: k, to: s}}\n";
    private static final String RIGHT = SINK + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl}}\n" + LINK;
    /** Says nothing, ever. */
    private static final String SILENT = SINK
            + "  k: {type: process, config: {command: [sleep, '60'], ports: {out: {keys: keyboard}}}}\n" + LINK;
    private static final String DEFAULT_HOME = ".local/state/dkvm";
    private static final String LOST = "dkvm: standard output cannot be written; is its disk full, or its reader gone?\n";

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void recording() throws IOException {
        lab.write("k.jsonl", "{\"t\":0,\"code\":\"KeyA\",\"state\":\"down\"}\n");
    }

    /** On the default home, with relative paths, as a user runs it; never with a trace. */
    private Result dkvm(Object... arguments) throws Exception {
        return untraced(lab.dkvm(arguments));
    }

    private static Result untraced(Result result) {
        assertThat(result.err()).doesNotContain("\tat ");
        return result;
    }

    /** With the standard output on a full disk. */
    private Result onFullDisk(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" >/dev/full",
                Lab.DKVM.toString()));
        command.addAll(List.of(arguments));
        return untraced(lab.program(null, command));
    }

    @Test
    void aDeskThatIsRightIs0() throws Exception {
        lab.desk(RIGHT);
        assertThat(dkvm("check", "desk.yaml")).isEqualTo(new Result(0, "OK\n", ""));
        assertThat(dkvm("check", "--strict", "--json", "--home", "absent", "desk.yaml"))
                .isEqualTo(new Result(0, "[]\n", ""));
        assertThat(List.of("o.evemu", "absent", DEFAULT_HOME)).allSatisfy(name -> assertThat(lab.file(name))
                .doesNotExist());

        assertThat(dkvm("run", "--no-shell", "--until-end", "desk.yaml").code()).isZero();

        assertThat(lab.file("o.evemu")).content().contains("E: ");
        assertThat(lab.file(DEFAULT_HOME + "/log/dkvm.log")).content().contains("kernel.run");
    }

    @Test
    void allErrorsOfADeskAreSaidAtOnceAndNothingIsStarted() throws Exception {
        var desk = SINK + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl, sped: 2}, livness: 1s}\n" + LINK;
        lab.desk(desk);
        var expected = """
                desk.yaml:4:60: error: unknown key "sped" in "config"; did you mean "speed"
                desk.yaml:4:70: error: unknown key "livness" in device "k"; did you mean "liveness"
                """;
        assertThat(dkvm("check", "desk.yaml")).isEqualTo(new Result(2, "", expected));
        assertThat(dkvm("run", "desk.yaml")).isEqualTo(new Result(2, "", expected));
        assertThat(lab.file(DEFAULT_HOME)).doesNotExist();
        var json = JsonParser.parseString(dkvm("check", "--json", "desk.yaml").out()).getAsJsonArray();
        assertThat(json).hasSize(2);
        assertThat(json.get(0).getAsJsonObject().keySet()).containsExactly("file", "line", "column", "severity",
                "message");

        var user = lab.file(".config/dkvm/desk.yaml");
        Files.createDirectories(user.resolveSibling(""));
        Files.move(lab.file("desk.yaml"), user);
        var found = dkvm("run");
        assertThat(found.code()).isEqualTo(2);
        assertThat(found.err()).startsWith(user + ":4:60: error: ").hasLineCount(2);
    }

    @Test
    void warningsAloneAre0And2WhereStrict() throws Exception {
        lab.desk(SINK + "  k: {type: dummy-keybord-source, config: {file: k.jsonl}}\n" + LINK);
        var lenient = dkvm("check", "desk.yaml");
        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).isEqualTo("OK\n");
        assertThat(lenient.err()).startsWith("desk.yaml:4:13: warning: ")
                .contains("did you mean \"dummy-keyboard-source\"")
                .hasLineCount(1);
        var strict = dkvm("check", "--strict", "desk.yaml");
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err()).startsWith("desk.yaml:4:13: error: ").hasLineCount(1);

        var run = dkvm("run", "--timeout", "1s", "desk.yaml");
        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("desk.yaml:4:13: warning: ").containsOnlyOnce("4:13").contains(" INFO ");
    }

    @Test
    void anEndlessSourceUnderUntilEndIs2() throws Exception {
        lab.desk(SINK + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl, loop: true}}\n" + LINK);
        var result = dkvm("run", "--until-end", "desk.yaml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("desk.yaml:4:3: error: \"k\" produces for ever").hasLineCount(1);
    }

    @Test
    void anUnusableHomeOrReportIs2() throws Exception {
        lab.desk(RIGHT);
        var home = dkvm("run", "--home", "desk.yaml/home", "desk.yaml");
        assertThat(home.code()).isEqualTo(2);
        assertThat(home.err()).startsWith("dkvm: cannot make a home: ").contains("--home").hasLineCount(1);
        var report = dkvm("run", "--until-end", "--report", "absent/report.json", "desk.yaml");
        assertThat(report).isEqualTo(new Result(2, "", "dkvm: --report: there is no folder " + lab.file("absent")
                + "; make it, or name another file\n"));
        assertThat(lab.file("o.evemu")).doesNotExist();
    }

    @Test
    void outputThatCannotBeWrittenIs1() throws Exception {
        lab.desk(RIGHT);
        assertThat(onFullDisk("check", "desk.yaml")).isEqualTo(new Result(1, "", LOST));
        var run = onFullDisk("run", "--until-end", "--report", "-", "desk.yaml");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).endsWith(LOST);
    }

    @Test
    void aDeviceThatFailsIs1() throws Exception {
        lab.desk(SINK + "  k: {type: process, config: {command: [sh, -c, exit 64], ports: {out: {keys: keyboard}}}}\n"
                + LINK);
        var result = dkvm("run", "--until-end", "--report", "-", "desk.yaml");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("ERROR", "k FAILED");
        assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("schema").getAsInt()).isEqualTo(1);
    }

    @Test
    void theTimeoutIs1UnderUntilEndAnd0Without() throws Exception {
        lab.desk(SILENT);
        assertThat(dkvm("run", "--until-end", "--timeout", "1s", "desk.yaml").code()).isEqualTo(1);
        assertThat(dkvm("run", "--timeout", "1s", "desk.yaml").code()).isZero();
    }

    @Test
    void aSignalBeforeTheEndIs1AndACommandThatMakesNoSenseIs2() throws Exception {
        var run = lab.start("--until-end", lab.desk(SILENT));
        Await.until("the control socket", () -> run.ask("devices").isPresent());
        var command = ctl("devcies");
        assertThat(command).isEqualTo(new Result(2, "", command.err()));
        assertThat(command.err()).startsWith("dkvm: unknown command \"devcies\"; ").hasLineCount(1);
        assertThat(ctl("devices", "--jsn").code()).isEqualTo(2);

        run.signal("TERM");

        assertThat(run.awaitExit(Lab.STOP)).isEqualTo(1);
        assertThat(run.log()).contains("stopped before the end");
        assertThat(ctl("devices").code()).isEqualTo(3);
    }

    private Result ctl(String... words) throws Exception {
        var arguments = new ArrayList<Object>(List.of("ctl", "--home", lab.home()));
        arguments.addAll(List.of(words));
        return dkvm(arguments.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--log-level debug", "--log-level=trace"})
    void tracesComeWithDebugOnly(String option) throws Exception {
        var absent = Path.of("absent.yaml");
        assertThat(dkvm("run", absent).err()).hasLineCount(1);
        var arguments = ("run " + option + " " + absent).split(" ", -1);
        var result = lab.dkvm((Object[]) arguments);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("dkvm: absent.yaml: no such file").contains("\tat dkvm.launcher");
    }
}
