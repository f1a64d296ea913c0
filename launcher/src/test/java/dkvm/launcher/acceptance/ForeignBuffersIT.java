// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that takes buffers it was not given gets nothing, is ended for it, and hurts nobody else. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ForeignBuffersIT {
    private static final int FRAMES = 200;

    @RegisterExtension
    final Lab lab = new Lab();

    @ParameterizedTest
    @ValueSource(strings = {"stranger", "stale", "twice"})
    void whoReleasesWhatItDoesNotHoldIsEndedAndOthersLoseNothing(String vice) throws Exception {
        var result = lab.run("--until-end", "--report", lab.file("report.json"), lab.desk("""
                devices:
                  screen:
                    type: dummy-display-source
                    config: {pattern: random, seed: 3, width: 64, height: 48, rate: 100, frames: %d}
                  honest: {type: dummy-display-sink, config: {directory: honest, format: ppm}}
                  thief: %s
                pipelines:
                  good: {from: screen, to: honest, overflow: block}
                  bad: {from: screen, to: thief}
                """.formatted(FRAMES,
                TestPrograms.device(RawReader.class, "in", "", vice).replace("restart: {",
                        "restart: {policy: never, "))));

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("thief: it released buffer ").contains("(strike 16 of 16)")
                .contains("which it does not hold; that was the 16th time").contains("thief FAILED")
                .contains("access READ, to write: Operation not permitted");
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        var honest = Links.of(report).balanced().to("honest.video");
        assertThat(Links.number(honest, "in")).isEqualTo(FRAMES);
        assertThat(Links.number(honest, "out")).isEqualTo(FRAMES);
        assertThat(report.getAsJsonObject("memory").get("leaked").getAsLong()).isZero();
        try (var files = Files.list(lab.file("honest"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".ppm"))).hasSize(FRAMES);
        }
    }
}
