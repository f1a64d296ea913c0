// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What scripts rely on: the end, its exit code, and the report. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RunOptionsIT {
    private static final int STROKES = 20;

    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk(String source) throws Exception {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(STROKES / 2), 1000);
        return lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu, %s}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                  broken: {type: process, restart: {policy: never}, config: {command: [sh, -c, 'exit 3']}}
                pipelines:
                  typing: {from: keys, to: paper}
                """.formatted(source));
    }

    @Test
    void aTimeoutEndsWhatHasNoEnd() throws Exception {
        var result = lab.run("--timeout", "2s", "--report", lab.file("report.json"), desk("loop: true"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("the time of 2000 ms is up");
        assertThat(Links.ofReport(lab.file("report.json")).balanced().all()).hasSize(1);
    }

    @Test
    void theReportOnStdoutHasEveryMemberAndNothingElseIsThere() throws Exception {
        // A device that failed: the report is written all the same.
        var result = lab.run("--until-end", "--report", "-", desk("speed: 0"));

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("broken FAILED");
        var report = JsonParser.parseString(result.out()).getAsJsonObject();
        assertThat(report.keySet()).containsExactlyInAnyOrder("schema", "pipelines", "devices", "memory");
        assertThat(report.get("schema").getAsInt()).isEqualTo(1);
        assertThat(report.getAsJsonObject("memory").keySet()).containsExactlyInAnyOrder("pools", "slots", "leaked");
        Links.of(report).complete(STROKES).all().forEach(RunOptionsIT::hasTheShapeOfALink);
        var devices = report.getAsJsonArray("devices");
        assertThat(devices.asList().stream().map(device -> text(device.getAsJsonObject(), "id")))
                .containsExactlyInAnyOrder("keys", "paper", "broken");
        devices.forEach(device -> hasTheShapeOfADevice(device.getAsJsonObject()));
        var broken = Kernel.find(devices, "broken").orElseThrow();
        assertThat(text(broken, "state")).isEqualTo("FAILED");
        assertThat(broken.getAsJsonObject("last_exit").get("code").getAsInt()).isEqualTo(3);
        assertThat(broken.getAsJsonObject("last_exit").get("signal").isJsonNull()).isTrue();
        assertThat(text(Kernel.find(devices, "keys").orElseThrow(), "state")).isEqualTo("ENDED");
        // The states before the stop.
        assertThat(text(Kernel.find(devices, "paper").orElseThrow(), "state")).isEqualTo("RUNNING");
    }

    private static void hasTheShapeOfALink(JsonObject link) {
        assertThat(link.keySet()).containsExactlyInAnyOrder("from", "to", "state", "in", "out", "queued", "in_flight",
                "dropped", "bytes", "latency_us");
        assertThat(text(link, "from")).isEqualTo("keys.keys");
        assertThat(text(link, "to")).isEqualTo("paper.keys");
        assertThat(text(link, "state")).isIn("UP", "HELD", "DOWN");
        for (var member : List.of("in", "out", "queued", "in_flight", "bytes")) {
            assertThat(Links.number(link, member)).as(member).isNotNegative();
        }
        assertThat(link.getAsJsonObject("dropped").keySet()).containsExactlyInAnyOrder("overflow", "coalesced",
                "skipped", "down", "lost", "stale");
        if (link.get("latency_us") instanceof JsonObject latency) {
            assertThat(latency.keySet()).containsExactlyInAnyOrder("p50", "p99", "p999", "max");
            latency.asMap().values().forEach(value -> assertThat(value.getAsDouble()).isNotNegative());
        } else {
            assertThat(link.get("latency_us").isJsonNull()).isTrue();
        }
    }

    private static void hasTheShapeOfADevice(JsonObject device) {
        assertThat(device.keySet()).containsExactlyInAnyOrder("id", "type", "state", "desired", "pid", "generation",
                "restarts", "uptime_s", "bundle", "version", "status", "last_exit", "log_cut");
        for (var member : List.of("type", "state", "desired", "bundle", "version", "status")) {
            assertThat(text(device, member)).as(member).isNotEmpty();
        }
        assertThat(text(device, "desired")).isIn("up", "down");
        assertThat(device.get("pid").isJsonNull()).isEqualTo(!text(device, "state").equals("RUNNING"));
        assertThat(Links.number(device, "generation")).isPositive();
        assertThat(Links.number(device, "restarts")).isZero();
        assertThat(device.get("uptime_s").getAsDouble()).isNotNegative();
        JsonElement exit = device.get("last_exit");
        if (exit instanceof JsonObject ended) {
            assertThat(ended.keySet()).containsExactlyInAnyOrder("code", "signal", "reason", "at", "report");
            assertThat(text(ended, "reason")).isNotEmpty();
            assertThat(Duration.between(Instant.parse(text(ended, "at")), Instant.now()))
                    .isLessThan(Duration.ofMinutes(5));
        } else {
            assertThat(exit.isJsonNull()).isTrue();
        }
    }

    private static String text(JsonObject object, String member) {
        var value = object.get(member);
        assertThat(value.getAsJsonPrimitive().isString()).as(member).isTrue();
        return value.getAsString();
    }
}
