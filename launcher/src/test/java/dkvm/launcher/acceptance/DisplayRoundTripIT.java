// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import dkvm.device.dummy.display.pattern.Noise;
import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.FrameFormat;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The desk of examples/display.yaml: what both sinks saved is, pixel for pixel, what the source's pattern is. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class DisplayRoundTripIT {
    private static final int FRAMES = 300;
    private static final FrameFormat FORMAT = FrameFormat.xr24(1280, 720);
    private static final int PIXELS = FORMAT.width() * FORMAT.height();

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void theExampleSavesWhatItShows() throws Exception {
        var example = Files.readString(Lab.CHECKOUT.resolve("examples/display.yaml"));
        assertThat(example).contains("seed: 1 ", "frames: 300 ", "every: 10");
        saves(example, 10, FRAMES);
    }

    @Test
    void everyPictureOfATwentiethIsRight() throws Exception {
        saves(all(FRAMES / 20, "auto"), 1, FRAMES / 20);
    }

    @Test
    void everyPictureOfATwentiethInFilesIsRight() throws Exception {
        saves(all(FRAMES / 20, "file"), 1, FRAMES / 20);
    }

    @Test
    @Tag("soak")
    void everyPictureIsRight() throws Exception {
        saves(all(FRAMES, "auto"), 1, FRAMES);
    }

    @Test
    @Tag("soak")
    void everyPictureInFilesIsRight() throws Exception {
        saves(all(FRAMES, "file"), 1, FRAMES);
    }

    /** The example with every frame saved. */
    private static String all(int frames, String storage) throws IOException {
        return Files.readString(Lab.CHECKOUT.resolve("examples/display.yaml")).replace(", every: 10", "")
                .replace("frames: 300", "frames: " + frames)
                .replace("version: 1", "version: 1\nmemory: {storage: " + storage + "}");
    }

    private void saves(String desk, int every, int frames) throws Exception {
        Files.createDirectories(lab.file("desks"));
        var result = lab.run("--until-end", "--report", lab.file("report.json"),
                lab.write("desks/display.yaml", desk));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain(" WARN ", " ERROR ");
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        assertThat(report.getAsJsonObject("memory").get("leaked").getAsLong()).isZero();
        for (var link : Links.of(report).complete(frames).all()) {
            assertThat(Links.dropped(link, "lost")).isZero();
        }
        var expected = new int[PIXELS];
        for (int n = 1; n <= frames; n += every) {
            draw(n - 1, expected);
            assertThat(png(out("frames-png", n, "png"))).as("picture %d of the PNG files", n).isEqualTo(expected);
            assertThat(raw(out("frames-raw", n, "raw"))).as("picture %d of the raw files", n).isEqualTo(expected);
        }
        try (var saved = Files.newDirectoryStream(lab.file("desks/out/frames-png"), "frame-*")) {
            assertThat(saved).hasSize((frames + every - 1) / every);
        }
    }

    private Path out(String folder, int number, String ending) {
        return lab.file("desks/out/%s/frame-%06d.%s".formatted(folder, number, ending));
    }

    private static void draw(long n, int[] pixels) {
        var segment = MemorySegment.ofArray(pixels);
        var canvas = Canvas.of(segment, FORMAT);
        new Noise(FORMAT.width(), FORMAT.height(), 1).draw(n, canvas, canvas.area());
        mask(pixels);
    }

    private static int[] png(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        mask(pixels);
        return pixels;
    }

    private static int[] raw(Path file) throws IOException {
        var pixels = new int[PIXELS];
        var bytes = MemorySegment.ofArray(Files.readAllBytes(file));
        assertThat(bytes.byteSize()).isEqualTo(4L * PIXELS);
        MemorySegment.copy(bytes, ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, pixels, 0,
                PIXELS);
        mask(pixels);
        return pixels;
    }

    /** The fourth byte of a pixel means nothing. */
    private static void mask(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xffffff;
        }
    }
}
