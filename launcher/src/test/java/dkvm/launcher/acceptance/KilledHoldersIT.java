// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Isolated;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever is killed, its buffers are free again at once, its neighbours go on, and in the end no buffer is missing. */
@Timeout(900)
@Isolated("it measures how soon holds are gone")
class KilledHoldersIT {
    private static final int KILLS = 200;
    private static final Duration FREED = Duration.ofMillis(200);

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void holdsOfTheDeadAreGoneAtOnce(TestReporter reporter) throws Exception {
        kills(KILLS / 20, "auto", reporter);
    }

    @Test
    void holdsOfTheDeadInFilesAreGoneAtOnce(TestReporter reporter) throws Exception {
        kills(KILLS / 20, "file", reporter);
    }

    @Test
    @Tag("soak")
    void holdsOfTheManyDeadAreGoneAtOnce(TestReporter reporter) throws Exception {
        kills(KILLS, "auto", reporter);
    }

    @Test
    @Tag("soak")
    void holdsOfTheManyDeadInFilesAreGoneAtOnce(TestReporter reporter) throws Exception {
        kills(KILLS, "file", reporter);
    }

    private void kills(int kills, String storage, TestReporter reporter) throws Exception {
        var random = Seed.of(getClass(), reporter).random();
        var kernel = lab.start("--report", lab.file("report.json"), desk(storage));
        var devices = List.of("screen", "latest", "block");
        long slowest = 0;
        for (int kill = 0; kill < kills; kill++) {
            devices.forEach(kernel::awaitRunning);
            flows(kernel);
            var device = devices.get(random.nextInt(devices.size()));
            var process = kernel.awaitRunning(device);
            long generation = kernel.device(device).map(status -> Links.number(status, "generation")).orElseThrow();

            long killed = System.nanoTime();
            process.destroyForcibly();
            Await.until(device + " holds nothing", () -> holds(kernel, device) == 0);

            slowest = Math.max(slowest, System.nanoTime() - killed);
            kernel.awaitDevice(device, status -> Links.number(status, "generation") > generation);
        }
        devices.forEach(kernel::awaitRunning);
        flows(kernel);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();

        System.out.println(getClass().getSimpleName() + ": " + kills + " kills, the slowest to be free again after "
                + slowest / 1000 + " us");
        assertThat(Duration.ofNanos(slowest)).isLessThan(FREED);
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        assertThat(report.getAsJsonObject("memory").get("leaked").getAsLong()).isZero();
        Links.of(report).balanced();
        for (var pool : report.getAsJsonObject("memory").getAsJsonArray("pools")) {
            assertThat(sum(pool.getAsJsonObject())).as("%s", pool)
                    .isEqualTo(Links.number(pool.getAsJsonObject(), "slots"));
        }
    }

    /** Every sink takes further frames. */
    private static void flows(Kernel kernel) {
        for (var sink : List.of("latest.video", "block.video")) {
            long before = Links.number(kernel.links().to(sink), "out");
            Await.until("frames into " + sink, () -> Links.number(kernel.links().to(sink), "out") > before + 3);
        }
    }

    /** Slots that are a device's to write or to read. A process that is started in its place has none so soon. */
    private static long holds(Kernel kernel, String device) {
        return pools(kernel).mapToLong(pool -> {
            long read = pool.getAsJsonArray("holders").asList().stream().map(JsonElement::getAsJsonObject)
                    .filter(holder -> holder.get("device").getAsString().equals(device))
                    .mapToLong(holder -> Links.number(holder, "slots")).sum();
            return read + (pool.get("device").getAsString().equals(device) ? Links.number(pool, "granted") : 0);
        }).sum();
    }

    private static Stream<JsonObject> pools(Kernel kernel) {
        return JsonParser.parseString(kernel.ask("buffers", "--json").orElseThrow()).getAsJsonObject()
                .getAsJsonArray("pools").asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static long sum(JsonObject pool) {
        return Links.number(pool, "free") + Links.number(pool, "granted") + Links.number(pool, "published");
    }

    /** Restarts take their time, so that what is gone can be told from what is there again. */
    private Path desk(String storage) throws Exception {
        return lab.desk("""
                memory: {storage: %s}
                devices:
                  screen:
                    type: dummy-display-source
                    restart: {initial: 100ms, max: 100ms, limit: 0}
                    config: {pattern: random, seed: 7, width: 320, height: 240, rate: 200, partial: true}
                  latest:
                    type: dummy-display-sink
                    restart: {initial: 100ms, max: 100ms, limit: 0}
                    config: {directory: latest, format: ppm, keep: 2}
                  block:
                    type: dummy-display-sink
                    restart: {initial: 100ms, max: 100ms, limit: 0}
                    config: {directory: block, format: raw, keep: 2}
                pipelines:
                  a: {from: screen, to: latest}
                  b: {from: screen, to: block, overflow: block}
                """.formatted(storage));
    }
}
