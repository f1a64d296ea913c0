// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A device that takes buffers it was not given gets nothing, is ended for it, and hurts nobody else. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ForeignBuffersIT {
    private static final int FRAMES = 200;
    private static final List<String> VICES = List.of("stranger", "stale", "twice");

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void whoReleasesWhatItDoesNotHoldIsEndedAndOthersLoseNothing() throws Exception {
        var result = lab.run("--until-end", "--report", lab.file("report.json"), lab.desk("""
                devices:
                  screen:
                    type: dummy-display-source
                    config: {pattern: random, seed: 3, width: 64, height: 48, rate: 100, frames: %d}
                  honest: {type: dummy-display-sink, config: {directory: honest, format: ppm}}
                %s
                pipelines:
                  good: {from: screen, to: honest, overflow: block}
                  bad: {from: screen, to: %s}
                """.formatted(FRAMES, VICES.stream().map(ForeignBuffersIT::thief).collect(Collectors.joining("\n")),
                VICES)));

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        for (var vice : VICES) {
            assertThat(result.err().lines().filter(line -> line.contains(vice)).collect(Collectors.joining("\n")))
                    .contains(vice + ": it released buffer ").contains("(strike 16 of 16)")
                    .contains("which it does not hold; that was the 16th time").contains(vice + " FAILED")
                    .contains("device." + vice + " access READ, to write: Operation not permitted");
        }
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        var honest = Links.of(report).balanced().to("honest.video");
        assertThat(Links.number(honest, "in")).isEqualTo(FRAMES);
        assertThat(Links.number(honest, "out")).isEqualTo(FRAMES);
        assertThat(report.getAsJsonObject("memory").get("leaked").getAsLong()).isZero();
        try (var files = Files.list(lab.file("honest"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".ppm"))).hasSize(FRAMES);
        }
    }

    /** Its vice is its name. */
    private static String thief(String vice) {
        return "  " + vice + ": " + TestPrograms.device(RawReader.class, "in", "", vice)
                .replace("restart: {", "restart: {policy: never, ");
    }
}
