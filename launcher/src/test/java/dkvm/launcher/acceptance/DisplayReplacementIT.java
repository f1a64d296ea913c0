// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.device.dummy.display.pattern.Tiles;
import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.FrameFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Pictures of which each announces only what it changes, while what draws them, what saves them, or both are replaced
 * again and again: every picture that is saved is the right one, and so is every one that is made of the changes alone.
 */
@Timeout(1800)
@Execution(ExecutionMode.CONCURRENT)
class DisplayReplacementIT {
    private static final int REPLACEMENTS = 100;
    private static final int SEED = 11;
    /** Flat, so that there are many files of few bytes: ten tiles in a row, of which a picture renews eight or two. */
    private static final FrameFormat FORMAT = FrameFormat.xr24(640, 2);
    private static final int RATE = 25;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void noPictureOfAReplacedSourceIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.source("display"), "auto", REPLACEMENTS / 20, reporter);
    }

    @Test
    void noPictureOfReplacedSinksIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.sink("display"), "auto", REPLACEMENTS / 20, reporter);
    }

    @Test
    void noPictureInFilesOfAReplacedBundleIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.both("display"), "file", REPLACEMENTS / 20, reporter);
    }

    @Test
    @Tag("soak")
    void noPictureOfASourceThatIsReplacedOftenIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.source("display"), "auto", REPLACEMENTS, reporter);
    }

    @Test
    @Tag("soak")
    void noPictureOfSinksThatAreReplacedOftenIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.sink("display"), "auto", REPLACEMENTS, reporter);
    }

    @Test
    @Tag("soak")
    void noPictureOfABundleThatIsReplacedOftenIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.both("display"), "auto", REPLACEMENTS, reporter);
    }

    @Test
    @Tag("soak")
    void noPictureInFilesOfABundleThatIsReplacedOftenIsWrong(TestReporter reporter) throws Exception {
        replacements(Target.both("display"), "file", REPLACEMENTS, reporter);
    }

    private void replacements(Target target, String storage, int times, TestReporter reporter) throws Exception {
        var random = Seed.of(getClass(), reporter).random();
        target.deploy(lab);
        var kernel = lab.start("--report", lab.file("report.json"), desk(target, storage));
        for (var sink : List.of("whole", "parts", "latest")) {
            kernel.awaitRunning(sink);
        }
        target.start(kernel, "screen");
        Await.until("pictures", () -> Links.number(kernel.links().to("parts.video"), "out") > 1);
        int logged = kernel.log().length();

        new Replacer(lab, kernel, target.bundle(), random).replace(times);

        assertThat(kernel.ask("stop", "screen")).hasValue("");
        var links = Await.find(() -> "all processed: " + kernel.links(), Await.LONG,
                () -> Optional.of(kernel.links().balanced()).filter(DisplayReplacementIT::areProcessed));
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log().substring(logged)).doesNotContain(" ERROR ", " WARN ");
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        assertThat(Links.number(report.getAsJsonObject("memory"), "leaked")).isZero();
        links.all().forEach(link -> assertThat(Links.dropped(link, "lost")).as("%s", link).isZero());
        wholeAreRight(shown(links.to("whole.video")));
        partsAreRight(shown(links.to("parts.video")));
        latestAreRight();
        System.out.printf("%s %s, %d replacements: %d pictures%n", getClass().getSimpleName(), target, times,
                shown(links.to("whole.video")));
    }

    private static boolean areProcessed(Links links) {
        return links.all().stream().allMatch(
                link -> Links.number(link, "queued") + Links.number(link, "in_flight") == 0);
    }

    /** How many pictures came to a sink that is spared none. */
    private static int shown(JsonObject link) {
        assertThat(Links.number(link, "out")).as("%s", link).isEqualTo(Links.number(link, "in")).isPositive();
        return (int) Links.number(link, "out");
    }

    /** Every picture is there, under its number and once. */
    private void wholeAreRight(int pictures) throws IOException {
        var expected = new int[FORMAT.width() * FORMAT.height()];
        for (int n = 1; n <= pictures; n++) {
            draw(n - 1, expected);
            assertThat(raw(lab.file("whole/frame-%06d.raw".formatted(n)))).as("picture %d", n).isEqualTo(expected);
        }
        assertThat(lab.file("whole/frame-%06d.raw".formatted(pictures + 1))).doesNotExist();
    }

    /** What a sink makes of the announced changes alone is every picture, too: after a switch it begins with a whole one. */
    private void partsAreRight(int pictures) throws IOException {
        var expected = new int[FORMAT.width() * FORMAT.height()];
        var made = new int[expected.length];
        int n = 0;
        for (var line : Files.readAllLines(lab.file("parts/index.jsonl"))) {
            var part = JsonParser.parseString(line).getAsJsonObject();
            int frame = (int) Links.number(part, "frame");
            if (frame != n) {
                assertThat(frame).isEqualTo(n + 1);
                assertMade(n, made, expected);
                n = frame;
            }
            put(part, raw(lab.file("parts/" + part.get("file").getAsString())), made);
        }
        assertMade(n, made, expected);
        assertThat(n).isEqualTo(pictures);
    }

    private static void assertMade(int number, int[] made, int[] expected) {
        if (number > 0) {
            draw(number - 1, expected);
            assertThat(made).as("picture %d of its parts", number).isEqualTo(expected);
        }
    }

    private static void put(JsonObject part, int[] pixels, int[] picture) {
        int x = (int) Links.number(part, "x");
        int y = (int) Links.number(part, "y");
        int width = (int) Links.number(part, "width");
        IntStream.range(0, (int) Links.number(part, "height")).forEach(row -> System.arraycopy(pixels, row * width,
                picture, (y + row) * FORMAT.width() + x, width));
    }

    /** A sink that is shown the latest picture misses some and sees the others in their order. */
    private void latestAreRight() throws IOException {
        int pictures;
        try (var files = Files.list(lab.file("latest"))) {
            pictures = (int) files.filter(file -> file.toString().endsWith(".raw")).count();
        }
        assertThat(pictures).isGreaterThan(1);
        var drawn = new int[FORMAT.width() * FORMAT.height()];
        long next = 0;
        for (int number = 1; number <= pictures; number++) {
            var picture = raw(lab.file("latest/frame-%06d.raw".formatted(number)));
            long limit = next + RATE * Await.LONG.toSeconds();
            do {
                assertThat(next).as("picture %d is none of those after the one before", number).isLessThan(limit);
                draw(next++, drawn);
            } while (!Arrays.equals(picture, drawn));
        }
    }

    private static void draw(long n, int[] pixels) {
        var canvas = Canvas.of(MemorySegment.ofArray(pixels), FORMAT);
        new Tiles(FORMAT.width(), FORMAT.height(), SEED).draw(n, canvas, canvas.area());
        mask(pixels);
    }

    private static int[] raw(Path file) throws IOException {
        var bytes = MemorySegment.ofArray(Files.readAllBytes(file));
        var pixels = new int[(int) bytes.byteSize() / Integer.BYTES];
        MemorySegment.copy(bytes, ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, pixels, 0,
                pixels.length);
        mask(pixels);
        return pixels;
    }

    /** The fourth byte of a pixel means nothing. */
    private static void mask(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xffffff;
        }
    }

    private Path desk(Target target, String storage) throws IOException {
        return lab
                .desk("""
                        memory: {storage: %s}
                        devices:
                          screen: {type: %s, enabled: %s, config: {pattern: random, seed: %d, width: %d, height: %d, rate: %d, partial: true}}
                          whole: {type: SINK, config: {directory: whole, format: raw}}
                          parts: {type: SINK, config: {directory: parts, format: raw, partial: regions}}
                          latest: {type: SINK, config: {directory: latest, format: raw}}
                        pipelines:
                          every: {from: screen, to: [whole, parts], overflow: block}
                          newest: {from: screen, to: latest}
                        """
                        .formatted(storage, target.source(), !target.hasShippedSource(), SEED, FORMAT.width(),
                                FORMAT.height(), RATE)
                        .replace("SINK", target.sink()));
    }
}
