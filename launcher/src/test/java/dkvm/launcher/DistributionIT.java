// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real distribution, as a user starts it. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DistributionIT {
    private static final Path ROOT = Path.of("target/dkvm").toAbsolutePath();
    private static final Path DKVM = ROOT.resolve("bin/dkvm");
    private static final Duration START = Duration.ofSeconds(20);

    /** Presses and releases in examples/typing.evemu. */
    private static final int KEYS_OF_THE_DEMO = 116;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void user() {
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_HOME", System.getProperty("java.home"));
    }

    @Test
    void saysWhichVersionItIs() throws Exception {
        var version = dkvm("version");

        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("dKVMs 0.").contains("wire protocol 1", "Java ");
        assertThat(version.err()).isEmpty();
    }

    @Test
    void helpsWithoutAsking() throws Exception {
        assertThat(dkvm("help").out()).contains("demo", "run", "check", "ctl", "version");
        assertThat(dkvm("frob"))
                .isEqualTo(new Scripts.Result(2, "", "dkvm: unknown command \"frob\"; see \"dkvm help\"\n"));
    }

    @Test
    void checkOfADeskThatIsNotThere() throws Exception {
        assertThat(dkvm("check", "absent.yaml"))
                .isEqualTo(new Scripts.Result(2, "", "dkvm: absent.yaml: no such file; name the desk's YAML file\n"));
    }

    @Test
    void benchMeasuresTheKernelBesideCat() throws Exception {
        var result = dkvm("bench", "latency", "--seconds", "1", "--rounds", "1", "--out", "bench.json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("one core", "dkvm", "cat", "ratio");
        assertThat(folder.resolve("bench.json")).content().contains("\"rate\": 1000", "\"one core\"", "\"p999\"");
        assertThat(folder.resolve(".cache/dkvm")).isEmptyDirectory();
        assertThat(dkvm("bench", "frob")).isEqualTo(
                new Scripts.Result(2, "", "dkvm: there is no bench \"frob\"; there is latency\n"));
    }

    @Test
    void ctlWithoutAKernelExits3AndWritesNothing() throws Exception {
        var result = dkvm("ctl", "--home", folder.resolve("home").toString(), "devices");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).hasLineCount(1).startsWith("dkvm: no kernel runs on ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void demoPlaysADeskAndLeavesOnlyWhatItShows() throws Exception {
        var demo = dkvm("demo");

        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("dkvm-out/typing.evemu", "dkvm-out/typing.jsonl",
                "dkvm-out/bars, 50 pictures", "Next: ");
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile).filter(file -> !file.toString().contains("/bars/")))
                    .containsExactlyInAnyOrder(folder.resolve("dkvm-out/typing.evemu"),
                            folder.resolve("dkvm-out/typing.jsonl"));
        }
        assertThat(folder.resolve("dkvm-out/typing.jsonl")).content()
                .startsWith("{\"t\":0.0,\"code\":\"ShiftLeft\",\"state\":\"down\"}\n").hasLineCount(KEYS_OF_THE_DEMO);
    }

    @Test
    void worksWhereverItIsCopied() throws Exception {
        var copy = folder.resolve("a place");
        Scripts.run(folder, environment,
                List.of("cp", "-RL", ROOT + "/.", copy.toString()));

        assertThat(Scripts.run(folder, environment, List.of("a place/bin/dkvm", "version")).out()).startsWith("dKVMs");
    }

    @Test
    void aSignalStopsARunInOrderAndTheHomeIsBusyUntilThen() throws Exception {
        var desk = Files.writeString(folder.resolve("desk.yaml"), "version: 1\n").toString();
        var err = folder.resolve("err");
        var process = Scripts.start(folder, environment, List.of(DKVM.toString(), "run", desk), folder.resolve("out"),
                err);
        try {
            awaitText(err, "kernel.run");
            var second = dkvm("run", desk);
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains("a kernel with pid " + process.pid() + " runs on " + folder);

            process.destroy();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve(".local/state/dkvm/log/dkvm.log")).content().contains("kernel.run");
    }

    private static void awaitText(Path file, String text) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + START.toNanos(); System.nanoTime() < end; Thread.sleep(20)) {
            if (Files.readString(file).contains(text)) {
                return;
            }
        }
        throw new AssertionError("no " + text + " in " + Files.readString(file));
    }

    private Scripts.Result dkvm(String... args) throws Exception {
        return Scripts.run(folder, environment, Stream.concat(Stream.of(DKVM.toString()), Stream.of(args)).toList());
    }
}
