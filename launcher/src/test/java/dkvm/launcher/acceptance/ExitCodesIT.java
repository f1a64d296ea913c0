// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exit codes and error lines that scripts rely on, of the real distribution. Those of the command line alone are in
 * {@link DkvmTest}, those of a run's end in the kernel's EndWatchTest, those of a machine without Java in
 * {@link FindJavaTest}, a second kernel in {@link DistributionIT}.
 */
@Timeout(120)
class ExitCodesIT {
    private static final Path DKVM = Path.of("target/dkvm/bin/dkvm").toAbsolutePath();
    private static final String HEAD = "version: 1\ndevices:\n  s: {type: dummy-keyboard-sink, config: {file: o.evemu}}\n";
    private static final String LINK = "pipelines: {p: {from: k, to: s}}\n";
    private static final String RIGHT = HEAD + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl}}\n" + LINK;
    /** Says nothing, ever. */
    private static final String SILENT = HEAD
            + "  k: {type: process, config: {command: [sleep, '60'], ports: {out: {keys: keyboard}}}}\n" + LINK;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void user() throws IOException {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_HOME", System.getProperty("java.home"));
        Files.writeString(folder.resolve("k.jsonl"), "{\"t\":0,\"code\":\"KeyA\",\"state\":\"down\"}\n");
    }

    private Scripts.Result dkvm(String... args) throws Exception {
        var result = Scripts.run(folder, environment,
                Stream.concat(Stream.of(DKVM.toString()), Stream.of(args)).toList());
        assertThat(result.err()).doesNotContain("\tat ");
        return result;
    }

    private void desk(String text) throws IOException {
        Files.writeString(folder.resolve("desk.yaml"), text);
    }

    @Test
    void aDeskThatIsRightIs0() throws Exception {
        desk(RIGHT);
        assertThat(dkvm("check", "desk.yaml")).isEqualTo(new Scripts.Result(0, "OK\n", ""));
        assertThat(dkvm("check", "--strict", "--json", "desk.yaml")).isEqualTo(new Scripts.Result(0, "[]\n", ""));
        assertThat(dkvm("run", "--until-end", "desk.yaml").code()).isZero();
        assertThat(folder.resolve("o.evemu")).content().contains("E: ");
    }

    @Test
    void allErrorsOfADeskAreSaidAtOnceAndNothingIsStarted() throws Exception {
        desk(HEAD + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl, sped: 2}, livness: 1s}\n" + LINK);
        var expected = """
                desk.yaml:4:57: error: unknown key "sped" in "config"; did you mean "speed"
                desk.yaml:4:67: error: unknown key "livness" in device "k"; did you mean "liveness"
                """;
        assertThat(dkvm("check", "desk.yaml")).isEqualTo(new Scripts.Result(2, "", expected));
        assertThat(dkvm("run", "desk.yaml")).isEqualTo(new Scripts.Result(2, "", expected));
        assertThat(folder.resolve(".local")).doesNotExist();
        var json = JsonParser.parseString(dkvm("check", "--json", "desk.yaml").out()).getAsJsonArray();
        assertThat(json).hasSize(2);
        assertThat(json.get(0).getAsJsonObject().keySet()).containsExactly("file", "line", "column", "severity",
                "message");
    }

    @Test
    void warningsAloneAre0And2WhereStrict() throws Exception {
        desk(HEAD + "  k: {type: dummy-keybord-source, config: {file: k.jsonl}}\n" + LINK);
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
        assertThat(dkvm("run", "--timeout", "1s", "desk.yaml"))
                .satisfies(run -> assertThat(run.code()).isZero())
                .satisfies(run -> assertThat(run.err()).startsWith("desk.yaml:4:13: warning: "));
    }

    @Test
    void anEndlessSourceUnderUntilEndIs2() throws Exception {
        desk(HEAD + "  k: {type: dummy-keyboard-source, config: {file: k.jsonl, loop: true}}\n" + LINK);
        var result = dkvm("run", "--until-end", "desk.yaml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("desk.yaml:4:3: error: \"k\" produces for ever").hasLineCount(1);
    }

    @Test
    void anUnusableHomeIs2() throws Exception {
        desk(RIGHT);
        var result = dkvm("run", "--home", "desk.yaml/home", "desk.yaml");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("dkvm: cannot make a home: ").contains("--home").hasLineCount(1);
    }

    @Test
    void aDeviceThatFailsIs1() throws Exception {
        desk(HEAD + "  k: {type: process, config: {command: [sh, -c, exit 64], ports: {out: {keys: keyboard}}}}\n"
                + LINK);
        var result = dkvm("run", "--until-end", "--report", "-", "desk.yaml");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("ERROR", "k FAILED");
        assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("schema").getAsInt()).isEqualTo(1);
    }

    @Test
    void theTimeoutIs1UnderUntilEndAnd0Without() throws Exception {
        desk(SILENT);
        assertThat(dkvm("run", "--until-end", "--timeout", "1s", "desk.yaml").code()).isEqualTo(1);
        assertThat(dkvm("run", "--timeout", "1s", "desk.yaml").code()).isZero();
    }

    @Test
    void aSignalBeforeTheEndIs1() throws Exception {
        desk(SILENT);
        var err = folder.resolve("err");
        var run = Scripts.start(folder, environment, List.of(DKVM.toString(), "run", "--until-end", "desk.yaml"),
                folder.resolve("out"), err);
        try {
            for (int i = 0; i < 1000 && !Files.exists(folder.resolve(".local/state/dkvm/kernel.json")); i++) {
                Thread.sleep(20);
            }
            var command = dkvm("ctl", "devcies");
            assertThat(command).isEqualTo(new Scripts.Result(2, "", command.err()));
            assertThat(command.err()).startsWith("dkvm: unknown command \"devcies\"; ").hasLineCount(1);
            assertThat(dkvm("ctl", "devices", "--jsn").code()).isEqualTo(2);
            run.destroy();
            assertThat(run.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(1);
        } finally {
            run.destroyForcibly();
        }
        assertThat(dkvm("ctl", "devices").code()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"run --log-level debug absent.yaml", "run --log-level=trace absent.yaml"})
    void tracesComeWithDebugOnly(String line) throws Exception {
        assertThat(dkvm("run", "absent.yaml").err()).hasLineCount(1);
        var result = Scripts.run(folder, environment,
                Stream.concat(Stream.of(DKVM.toString()), Stream.of(line.split(" ", -1))).toList());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("dkvm: absent.yaml: no such file").contains("\tat dkvm.launcher");
    }
}
