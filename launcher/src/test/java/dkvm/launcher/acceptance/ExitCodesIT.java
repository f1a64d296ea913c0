// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import dkvm.launcher.CommandLines;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The exit codes and error lines that scripts rely on, of the real distribution. Those of the command line alone are in
 * DkvmTest, those of a run's end in the kernel's EndWatchTest, those of a machine without Java in FindJavaTest, a second
 * kernel in {@link SecondKernelIT}, signals in {@link OrderlyStopIT}. One of each kind is by the program, as a user runs
 * it; its neighbours are by the same code in the test's own process.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ExitCodesIT {
    private static final String SINK = "devices:\n  s: {type: dummy-keyboard-sink, config: {file: o.evemu}}\n";
    private static final String LINK = "pipelines: {p: {from: k, to: s}}\n";
    private static final String RIGHT = SINK + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl}}\n" + LINK;
    /** Says nothing, ever. */
    private static final String SILENT = SINK
            + "  k: {type: process, config: {command: [sleep, '60'], ports: {out: {keys: keyboard}}}}\n";
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

    /** What starts no kernel, with absolute paths; never with a trace. */
    private Result inProcess(Object... arguments) {
        return untraced(lab.inProcess(arguments));
    }

    private static Result untraced(Result result) {
        assertThat(result.err()).doesNotContain("\tat ");
        return result;
    }

    @Test
    void aDeskThatIsRightIs0() throws Exception {
        var desk = lab.desk(RIGHT);
        assertThat(dkvm("check", "desk.yaml")).isEqualTo(new Result(0, "OK\n", ""));
        assertThat(inProcess("check", "--strict", "--json", "--home", lab.file("absent"), desk))
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
        var absolute = lab.file("desk.yaml");
        assertThat(inProcess("run", absolute))
                .isEqualTo(new Result(2, "", expected.replace("desk.yaml", absolute.toString())));
        assertThat(lab.file(DEFAULT_HOME)).doesNotExist();
        var json = JsonParser.parseString(inProcess("check", "--json", absolute).out()).getAsJsonArray();
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
    void warningsAloneAre0OrTheTimeoutAnd2WhereStrict() throws Exception {
        // The timeout is no failure, though there is no end.
        var desk = lab.desk(SILENT + "  w: {type: dummy-keybord-source, config: {file: k.jsonl}}\n" + LINK);
        var lenient = inProcess("check", desk);
        assertThat(lenient.code()).isZero();
        assertThat(lenient.out()).isEqualTo("OK\n");
        assertThat(lenient.err()).startsWith(desk + ":5:13: warning: ")
                .contains("did you mean \"dummy-keyboard-source\"")
                .hasLineCount(1);
        var strict = inProcess("check", "--strict", desk);
        assertThat(strict.code()).isEqualTo(2);
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err()).startsWith(desk + ":5:13: error: ").hasLineCount(1);

        var run = dkvm("run", "--timeout", "1s", "desk.yaml");
        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("desk.yaml:5:13: warning: ").containsOnlyOnce("5:13").contains(" INFO ");
    }

    @Test
    void anEndlessSourceUnderUntilEndIs2() throws Exception {
        var desk = lab.desk(SINK + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl, loop: true}}\n" + LINK);
        var result = inProcess("run", "--until-end", desk);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith(desk + ":4:3: error: \"k\" produces for ever").hasLineCount(1);
        assertThat(lab.file(DEFAULT_HOME)).doesNotExist();
    }

    @Test
    void anUnusableHomeOrReportIs2() throws Exception {
        var desk = lab.desk(RIGHT);
        var home = inProcess("run", "--home", desk.resolve("home"), desk);
        assertThat(home.code()).isEqualTo(2);
        assertThat(home.err()).startsWith("dkvm: cannot make a home: ").contains("--home").hasLineCount(1);
        var report = dkvm("run", "--until-end", "--report", "absent/report.json", "desk.yaml");
        assertThat(report).isEqualTo(new Result(2, "", "dkvm: --report: there is no folder " + lab.file("absent")
                + "; make it, or name another file\n"));
        assertThat(lab.file("o.evemu")).doesNotExist();
    }

    @Test
    void outputThatCannotBeWrittenIs1() throws Exception {
        var desk = lab.desk(RIGHT);
        var err = new ByteArrayOutputStream();
        try (var full = new FileOutputStream("/dev/full")) {
            assertThat(CommandLines.run(Lab.DISTRIBUTION, Map.of(), full, err, "check", desk.toString())).isEqualTo(1);
        }
        assertThat(err).hasToString(LOST);
        var run = untraced(lab.program(null, List.of("sh", "-c",
                "exec \"$0\" run --until-end --report - desk.yaml >/dev/full", Lab.DKVM.toString())));
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
    void theTimeoutIs1UnderUntilEnd() throws Exception {
        lab.desk(SILENT + LINK);
        var result = dkvm("run", "--until-end", "--timeout", "1s", "--report", "-", "desk.yaml");
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(JsonParser.parseString(result.out()).getAsJsonObject().keySet()).contains("schema", "pipelines");
    }

    @Test
    void aSignalBeforeTheEndIs1AndACommandThatMakesNoSenseIs2() throws Exception {
        var run = lab.start("--until-end", lab.desk(SILENT + LINK));
        Await.until("the control socket", () -> run.ask("devices").isPresent());
        var command = dkvm("ctl", "--home", lab.home(), "devcies");
        assertThat(command).isEqualTo(new Result(2, "", command.err()));
        assertThat(command.err()).startsWith("dkvm: unknown command \"devcies\"; ").hasLineCount(1);
        assertThat(ctl("devices", "--jsn").code()).isEqualTo(2);

        run.signal("TERM");

        assertThat(run.awaitExit(Lab.STOP)).isEqualTo(1);
        assertThat(run.log()).contains("stopped before the end");
        assertThat(ctl("devices").code()).isEqualTo(3);
    }

    private Result ctl(String... words) {
        return inProcess(Stream.concat(Stream.of("ctl", "--home", lab.home()), Stream.of(words)).toArray());
    }

    @Test
    void tracesComeWithDebugOnly() throws Exception {
        var absent = lab.file("absent.yaml");
        assertThat(inProcess("run", absent).err()).hasLineCount(1);
        for (var result : List.of(lab.dkvm("run", "--log-level", "debug", absent),
                lab.inProcess("run", "--log-level=trace", absent))) {
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).startsWith("dkvm: " + absent + ": no such file").contains("\tat dkvm.launcher");
        }
    }
}
