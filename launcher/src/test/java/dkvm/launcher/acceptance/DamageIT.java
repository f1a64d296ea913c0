// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sinks that skip frames, are killed, are linked anew, and see the size change: from what a frame says has changed each
 * always makes the whole picture.
 */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class DamageIT {
    private static final int PICTURES = 10_000;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void noPictureIsWrong(TestReporter reporter) throws Exception {
        pictures(PICTURES / 20, "auto", reporter);
    }

    @Test
    void noPictureInFilesIsWrong(TestReporter reporter) throws Exception {
        pictures(PICTURES / 20, "file", reporter);
    }

    @Test
    @Tag("soak")
    void noPictureOfManyIsWrong(TestReporter reporter) throws Exception {
        pictures(PICTURES, "auto", reporter);
    }

    @Test
    @Tag("soak")
    void noPictureOfManyInFilesIsWrong(TestReporter reporter) throws Exception {
        pictures(PICTURES, "file", reporter);
    }

    /** A source that draws once and then rests: who comes later, or comes back, sees what is there. */
    @Test
    void aSinkThatComesLateOrAgainGetsTheNewestPictureAtOnce() throws Exception {
        var kernel = lab.start(lab.desk("""
                devices:
                  screen: %s
                  first: %s
                  late: %s
                pipelines:
                  a: {from: screen, to: first}
                """.formatted(TestPrograms.device(RestlessSource.class, "out", "frames: 2, pause: 100000"),
                TestPrograms.device(WatchfulSink.class, "in", "results: first.verdicts"),
                TestPrograms.device(WatchfulSink.class, "in", "results: late.verdicts"))));
        Await.until("the picture", () -> verdicts().equals(List.of("1 ok")));

        kernel.awaitRunning("late");
        assertThat(kernel.ask("link", "screen", "late")).hasValue("");
        Await.until("the picture, late", () -> verdicts().stream().sorted().toList().equals(List.of("0 ok", "1 ok")));
        kernel.awaitRunning("first").destroyForcibly();
        Await.until("the picture, again",
                () -> verdicts().stream().sorted().toList().equals(List.of("0 ok", "0 ok", "1 ok")));

        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
    }

    private void pictures(int count, String storage, TestReporter reporter) throws Exception {
        var seed = Seed.of(getClass(), reporter);
        var random = seed.random();
        var kernel = lab.start("--report", lab.file("report.json"), desk(storage, seed.value()));
        kernel.awaitRunning("screen");
        var sinks = List.of("latest", "newest", "block");
        int rounds = 0;
        while (verdicts().size() < count) {
            int more = verdicts().size() + Math.min(count / 10, 300);
            Await.until(more + " pictures", () -> verdicts().size() >= more);
            var sink = sinks.get(random.nextInt(sinks.size()));
            switch (random.nextInt(3)) {
                case 0 -> kernel.awaitRunning(sink).destroyForcibly();
                case 1 -> kernel.awaitRunning("screen").destroyForcibly();
                default -> relink(kernel, sink, random);
            }
            rounds++;
        }
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();

        var verdicts = verdicts();
        System.out.println(getClass().getSimpleName() + ": " + verdicts.size() + " pictures with " + rounds
                + " disturbances");
        assertThat(verdicts).filteredOn(line -> !line.endsWith(" ok")).isEmpty();
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        assertThat(report.getAsJsonObject("memory").get("leaked").getAsLong()).isZero();
        Links.of(report).balanced();
    }

    private static void relink(Kernel kernel, String sink, Random random) {
        assertThat(kernel.ask("unlink", "screen", sink)).hasValue("");
        if (random.nextBoolean()) {
            assertThat(kernel.ask("link", "screen", sink)).hasValue("");
        } else {
            assertThat(kernel.ask("link", "screen.video", sink + ".video", "--overflow", "drop-newest", "--capacity",
                    String.valueOf(1 + random.nextInt(3)))).hasValue("");
        }
    }

    /** What all sinks said of all pictures, as far as they came to say it. */
    private List<String> verdicts() throws IOException {
        try (var files = Files.newDirectoryStream(lab.file("."), "*.verdicts")) {
            return Stream.of(files).flatMap(all -> StreamSupport.stream(all.spliterator(), false))
                    .flatMap(DamageIT::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            var text = Files.readString(file);
            // The last line of one that was killed may be torn.
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path desk(String storage, long seed) throws IOException {
        return lab.desk("""
                memory: {storage: %s}
                devices:
                  screen: %s
                  latest: %s
                  newest: %s
                  block: %s
                pipelines:
                  a: {from: screen, to: latest}
                  b: {from: screen, to: newest, overflow: drop-newest, capacity: 2}
                  c: {from: screen, to: block, overflow: block}
                """.formatted(storage,
                TestPrograms.device(RestlessSource.class, "out", "frames: 100000000, pause: 1, seed: " + seed),
                TestPrograms.device(WatchfulSink.class, "in", "results: a.verdicts, slow: 8"),
                TestPrograms.device(WatchfulSink.class, "in", "results: b.verdicts, slow: 16"),
                TestPrograms.device(WatchfulSink.class, "in", "results: c.verdicts, slow: 2")));
    }
}
