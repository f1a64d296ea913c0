// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.control.TestKernel;
import dkvm.launcher.distribution.Distribution;
import java.io.ByteArrayOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkvmTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            rnu                      | unknown command "rnu"; did you mean "dkvm run"?
            frobnicate               | unknown command "frobnicate"; see "dkvm help"
            devices                  | unknown command "devices"; use "dkvm ctl devices"
            types                    | unknown command "types"; use "dkvm ctl types"
            bundles --json           | unknown command "bundles"; use "dkvm ctl bundles"
            install target/keys.jar  | unknown command "install"; use "dkvm ctl install"
            log-level debug          | unknown command "log-level"; use "dkvm ctl log-level"
            shutdown --json          | unknown command "shutdown"; use "dkvm ctl shutdown"
            desk.yaml                | unknown command "desk.yaml"; use "dkvm run desk.yaml"
            --nonsense               | unknown option "--nonsense" of dkvm; see "dkvm --help"
            run --hom x              | unknown option "--hom" of dkvm run; did you mean "--home"?
            run a.yaml b.yaml        | "b.yaml" is too much for dkvm run; see "dkvm run --help"
            run --timeout 5x a.yaml  | --timeout: "5x" is no duration; write 250ms, 10s or 5m
            run --timeout            | --timeout needs a DURATION; see "dkvm run --help"
            run --log-level loud     | --log-level: "loud" is no log level; it is one of error, warn, info, debug, trace
            run absent.yaml          | absent.yaml: no such file; name the desk's YAML file
            check                    | CONFIG.yaml is missing; see "dkvm check --help"
            check --json             | CONFIG.yaml is missing; see "dkvm check --help"
            check .                  | . is a folder; name the desk's YAML file in it
            check --strict --x a     | unknown option "--x" of dkvm check; see "dkvm check --help"
            check absent.yaml        | absent.yaml: no such file; name the desk's YAML file
            sdk new x                | unknown command "sdk"; see "dkvm help"
            identity                 | unknown command "identity"; see "dkvm help"
            ctl devices --home x     | --home stands before the command; write "dkvm ctl --home DIR devices"
            ctl logs -n 1 --home=x   | --home stands before the command; write "dkvm ctl --home DIR logs"
            ctl --hom x devices      | unknown option "--hom" of dkvm ctl; did you mean "--home"?
            ctl -c devices keys      | -c takes the whole command as one word, and "keys" follows it; put quotes around all of it
            start keys               | unknown command "start"; use "dkvm ctl start"
            completion               | SHELL is missing; see "dkvm completion --help"
            completion fish          | there is no completion for "fish"; there is bash, zsh
            help frob                | there is no command "frob"; see "dkvm help"
            bench frob               | there is no bench "frob"; there is latency
            """)
    void wrongUsageIsOneLineThatSaysWhatToDo(String line, String expected) {
        assertThat(dkvm(line.split(" ", -1))).isEqualTo(2);
        assertThat(err).hasToString("dkvm: " + expected + "\n");
        assertThat(out).hasToString("");
    }

    @Test
    void withoutACommandItNamesTheFirstSteps() {
        assertThat(dkvm()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("dkvm demo", "dkvm help").hasLineCount(1);
    }

    @Test
    void withoutADeskBothPlacesAndTheDemoAreNamed() {
        assertThat(dkvm("run")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(folder + "/.config/dkvm/desk.yaml",
                "/etc/dkvm/desk.yaml", "dkvm demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "run", "check", "ctl", "unit", "bench", "completion", "version", "help"})
    void helpAndVersionWorkEverywhere(String command) {
        for (var option : new String[]{"-h", "--help", "-V", "--version"}) {
            out.reset();
            assertThat(command.isEmpty() ? dkvm(option) : dkvm(command, option)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(option.contains("V") || option.contains("v")
                    ? "dKVMs "
                    : "Usage: dkvm");
        }
        assertThat(err).hasToString("");
    }

    @Test
    void helpOfAllAndOfACommand() {
        assertThat(dkvm("help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("demo", "run", "check", "ctl", "version");
        out.reset();
        assertThat(dkvm("help", "run")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: dkvm run", "--until-end", "--report=FILE");
    }

    @Test
    void versionForScripts() {
        assertThat(dkvm("version", "--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"name\":\"dKVMs\",\"version\":\"")
                .contains("\"protocol\":{\"min\":1,\"max\":1}");
    }

    @Test
    void ctlWithoutAKernelSaysHowToStartOne() {
        assertThat(dkvm("ctl", "--home", folder + "/none", "devices", "--json")).isEqualTo(3);
        assertThat(err).hasToString("dkvm: no kernel runs on " + folder + "/none; start one with \"dkvm run --home "
                + folder + "/none CONFIG.yaml\"\n");
    }

    @Test
    void aKernelThatWasKilledIsNoKernel() throws IOException {
        Files.writeString(folder.resolve("kernel.json"),
                "{\"pid\":1,\"started\":\"x\",\"socket\":\"" + folder + "/gone\"}");
        assertThat(dkvm("ctl", "--home", folder.toString(), "devices")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("dkvm: no kernel runs on " + folder + "; ")
                .hasLineCount(1);
    }

    @Test
    void whereAKernelWasKilledNoPromptOpens() throws IOException {
        Files.writeString(folder.resolve("kernel.json"), "{\"socket\":\"" + folder + "/gone\"}");
        var around = new Surroundings(Map.of("HOME", folder.toString()), Terminal.of("012"), in,
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                new Distribution(folder));
        assertThat(new Dkvm(around).run("ctl", "--home", folder.toString())).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("dkvm: no kernel runs on " + folder + "; ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"1,'',true", "1,1,false", "02,'',false"})
    void helpHasColourOnATerminalUnlessNobodyWantsIt(String terminal, String noColor, boolean colour) {
        var around = new Surroundings(Map.of("HOME", folder.toString(), "NO_COLOR", noColor), Terminal.of(terminal),
                InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Distribution(folder));
        assertThat(new Dkvm(around).run("help", "run")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).contains("\u001b[")).isEqualTo(colour);
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedAtTheStart() throws IOException {
        var desk = Files.writeString(folder.resolve("desk.yaml"), "version: 1\n").toString();
        for (var report : List.of(folder + "/absent/report.json", folder.toString(), desk + "/report.json")) {
            err.reset();
            assertThat(dkvm("run", "--report", report, desk)).as(report).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("dkvm: --report: ").contains("; ", "name ")
                    .hasLineCount(1);
        }
    }

    @Test
    void whatLiesInAFolderOfOthersIsNotRun() throws IOException {
        var desk = Files.writeString(folder.resolve("desk.yaml"), "version: 1\n").toString();
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx----w-"));
        var wrong = Map.of(folder + "/absent", "is not there; make it, or name another folder", desk,
                "is no folder; name a folder of yours", open.toString(),
                "may be written by others, and what lies in it is run; take that away with chmod go-w");
        wrong.forEach((deploy, why) -> {
            err.reset();
            assertThat(dkvm("run", "--deploy", deploy, desk)).as(deploy).isEqualTo(2);
            assertThat(err).hasToString("dkvm: --deploy: " + deploy + " " + why + "\n");
        });
    }

    @Test
    void outputThatIsLostIsAFailure() {
        for (var line : List.of("help", "help run", "--version", "version --json", "run --help")) {
            err.reset();
            assertThat(dkvm(full(), line.split(" ", -1))).as(line).isEqualTo(1);
            assertThat(err).hasToString(
                    "dkvm: standard output cannot be written; is its disk full, or its reader gone?\n");
        }
        err.reset();
        assertThat(dkvm(full(), "frobnicate")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @Test
    void ctlTellsAKernelThatStoppedFromNone() throws Exception {
        var socket = folder.resolve("s");
        Files.writeString(folder.resolve("kernel.json"), "{\"socket\":\"" + socket + "\"}");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))) {
            var kernel = Thread.ofVirtual().start(() -> {
                try (var peer = server.accept()) {
                    peer.read(ByteBuffer.allocate(1000));
                    peer.write(ByteBuffer.wrap("{\"out\":\"half\"}\n".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(dkvm("ctl", "--home", folder.toString(), "logs", "-f")).isEqualTo(1);
            assertThat(err).hasToString("dkvm: the kernel on " + folder
                    + " stopped before it had answered all; its log may say why\n");
            kernel.join();
        }
    }

    @Test
    void ctlReadsCommandsWhereThereIsNoTerminal() throws Exception {
        try (var kernel = new TestKernel(folder,
                line -> "{\"out\":\"done\\n\"}\n{\"exit\":" + (line.contains("bad") ? 2 : 0) + "}\n")) {
            in = new ByteArrayInputStream("good\nbad ü\n".getBytes(StandardCharsets.UTF_8));
            assertThat(dkvm("ctl", "--home", folder.toString())).isEqualTo(2);
            assertThat(out).hasToString("done\ndone\n");
            assertThat(kernel.request()).contains("\"line\":\"good\"", "\"width\":80,\"height\":24",
                    "\"terminal\":false");
            assertThat(kernel.request()).contains("\"line\":\"bad ü\"");
            assertThat(dkvm("ctl", "--home", folder.toString(), "-c", "a | b")).isZero();
            assertThat(kernel.request()).contains("\"line\":\"a | b\"");
        }
    }

    @Test
    void ctlRefusesWhatIsTooLongForAKernelAndGoesOn() throws Exception {
        try (var kernel = new TestKernel(folder, _ -> "{\"out\":\"done\\n\"}\n{\"exit\":0}\n")) {
            var tooLong = "x".repeat(70_000);
            assertThat(dkvm("ctl", "--home", folder.toString(), "-c", tooLong)).isEqualTo(2);
            assertThat(dkvm("ctl", "--home", folder.toString(), "logs", tooLong)).isEqualTo(2);
            in = new ByteArrayInputStream((tooLong + "\ngood\n").getBytes(StandardCharsets.UTF_8));
            assertThat(dkvm("ctl", "--home", folder.toString())).isZero();

            assertThat(kernel.request()).contains("\"line\":\"good\"");
            assertThat(out).hasToString("done\n");
            assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(3)
                    .allMatch(line -> line.endsWith("and a kernel takes 65536; make it shorter"));
        }
    }

    @Test
    void aUnitNamesTheDistributionAndWhoAsked() {
        assertThat(dkvm("unit")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("ExecStart=\"" + folder + "/bin/dkvm\" run --no-shell /etc/dkvm/desk.yaml\n", "\nUser=");
        out.reset();
        assertThat(dkvm("unit", "--user")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("default.target").doesNotContain("\nUser=");
    }

    @Test
    void tracesComeWithDebugOnly() {
        dkvm("run", "--log-level", "debug", "absent.yaml");
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("dkvm: absent.yaml").contains("\tat dkvm.launcher");
    }

    /** As /dev/full. */
    private static PrintStream full() {
        return new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }, true, StandardCharsets.UTF_8);
    }

    private int dkvm(String... args) {
        return dkvm(new PrintStream(out, true, StandardCharsets.UTF_8), args);
    }

    private int dkvm(PrintStream stdout, String... args) {
        return new Dkvm(new Surroundings(Map.of("HOME", folder.toString()), Terminal.of(""), in, stdout,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Distribution(folder))).run(args);
    }
}
