// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real distribution, as a user starts it. What is wrong with a command line is in DkvmTest. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DistributionIT {
    private static final Path ROOT = Path.of("target/dkvm").toAbsolutePath();
    private static final Path DKVM = ROOT.resolve("bin/dkvm");

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
    void benchMeasuresTheKernelBesideCat() throws Exception {
        var result = dkvm("bench", "latency", "--seconds", "1", "--rounds", "1", "--out", "bench.json");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("one core", "dkvm", "cat", "ratio");
        assertThat(folder.resolve("bench.json")).content().contains("\"rate\": 1000", "\"one core\"", "\"p999\"");
        assertThat(folder.resolve(".cache/dkvm")).isEmptyDirectory();
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

    private Scripts.Result dkvm(String... args) throws Exception {
        return Scripts.run(folder, environment, Stream.concat(Stream.of(DKVM.toString()), Stream.of(args)).toList());
    }
}
