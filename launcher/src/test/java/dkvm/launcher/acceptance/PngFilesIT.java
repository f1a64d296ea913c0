// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Real PNG files, of Debian's golang-src and libpng-dev: every colour type and depth, palettes, transparency, interlacing, and
 * broken ones. What they hold is told by ffmpeg.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class PngFilesIT {
    /** Where a PNG file says how many columns and rows it has. */
    private static final int SIZE_AT = 16;
    /** Where it says how many bits its samples have. */
    private static final int DEPTH_AT = 24;

    @RegisterExtension
    final Lab lab = new Lab();

    private List<Path> pictures = List.of();

    @BeforeEach
    void find() throws IOException {
        Lab.needs("ffmpeg", "ffmpeg");
        Lab.needs("ffprobe", "ffmpeg");
        pictures = Stream
                .concat(list(Path.of("/usr/share"), "go-*").stream(), Stream.of(Path.of("/usr/share/doc/libpng-dev")))
                .flatMap(PngFilesIT::below).sorted().toList();
        boolean there = pictures.stream().anyMatch(path -> path.toString().contains("pngsuite"));
        assertThat(there || !"true".equals(System.getenv("CI"))).as("golang-src is there where CI=true").isTrue();
        assumeTrue(there, "there are no PNG files of the Debian package golang-src");
    }

    @Test
    void comeOutWithThePixelsThatTheyHave() throws Exception {
        var good = pictures.stream().filter(path -> !path.getFileName().toString().startsWith("invalid")).toList();
        assertThat(good).hasSizeGreaterThan(25);
        Files.createDirectories(lab.file("in"));
        for (int i = 0; i < good.size(); i++) {
            Files.copy(good.get(i), lab.file("in/%03d.png".formatted(i)));
        }

        var result = lab.run("--until-end", "--report", lab.file("report.json"), lab.desk(desk("in")));

        assertThat(result.code()).as(result.err()).isZero();
        Links.ofReport(lab.file("report.json")).complete(good.size());
        decode(good);
        for (int i = 0; i < good.size(); i++) {
            var header = ByteBuffer.wrap(Files.readAllBytes(good.get(i)), SIZE_AT, 2 * Integer.BYTES);
            int width = header.getInt();
            int height = header.getInt();
            var saved = lab.file("pictures/frame-%06d.png".formatted(i + 1));
            assertThat(size(saved)).as("what ffprobe says of %s", good.get(i)).isEqualTo(width + "," + height);
            int[] pixels = ImageIO.read(saved.toFile()).getRGB(0, 0, width, height, null, 0, width);
            if (ffmpegReads(good.get(i))) {
                assertThat(pixels).as("%s", good.get(i)).isEqualTo(expected(good.get(i), i, width * height));
            }
        }
    }

    @Test
    void thatAreBrokenAreOneClearErrorEach() throws Exception {
        var broken = pictures.stream().filter(path -> path.getFileName().toString().startsWith("invalid")).toList();
        assertThat(broken).hasSizeGreaterThan(3);
        var desk = new StringBuilder("devices:\n");
        for (int i = 0; i < broken.size(); i++) {
            desk.append("  screen%d: {type: dummy-display-source, config: {files: %s, rate: 0}}%n".formatted(i,
                    broken.get(i)));
            desk.append("  sink%d: {type: dummy-display-sink, config: {directory: pictures%d}}%n".formatted(i, i));
        }
        desk.append("pipelines:\n");
        for (int i = 0; i < broken.size(); i++) {
            desk.append("  video%d: {from: screen%d, to: sink%d, overflow: block}%n".formatted(i, i, i));
        }

        var result = lab.run("--until-end", lab.desk(desk.toString()));

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        for (int i = 0; i < broken.size(); i++) {
            var screen = "screen" + i;
            assertThat(result.err().lines().filter(line -> line.contains("device." + screen + " ")).toList())
                    .as(result.err()).singleElement().asString()
                    .contains("ERROR device." + screen + " " + broken.get(i) + ": ");
            assertThat(result.err()).contains(screen + ": failed for good: exit status 65");
        }
    }

    /** It takes the transparent grey of less than 8 bits for one of 8; the device's own tests have those. */
    private static boolean ffmpegReads(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        boolean smallGrey = bytes[DEPTH_AT + 1] == 0 && bytes[DEPTH_AT] < Byte.SIZE;
        return !smallGrey || !new String(bytes, StandardCharsets.ISO_8859_1).contains("tRNS");
    }

    private static String desk(String files) {
        return """
                devices:
                  screen: {type: dummy-display-source, config: {files: %s, rate: 0}}
                  sink: {type: dummy-display-sink, config: {directory: pictures}}
                pipelines:
                  video: {from: screen, to: sink, overflow: block}
                """.formatted(files);
    }

    /** Has ffmpeg write the samples of all files, which takes one process. */
    private void decode(List<Path> files) throws Exception {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        files.forEach(file -> command.addAll(List.of("-i", file.toString())));
        for (int i = 0; i < files.size(); i++) {
            command.addAll(List.of("-map", String.valueOf(i), "-f", "rawvideo", "-pix_fmt",
                    sampleBytes(files.get(i)) == 2 ? "rgba64be" : "rgba", raw(i).toString()));
        }
        assertThat(lab.program(null, command).code()).isZero();
    }

    private Path raw(int number) {
        return lab.file("expected-" + number + ".raw");
    }

    private static int sampleBytes(Path file) throws IOException {
        return Files.readAllBytes(file)[DEPTH_AT] > Byte.SIZE ? 2 : 1;
    }

    /** What ffmpeg reads: the high bytes of its samples, over black. */
    private int[] expected(Path file, int number, int count) throws IOException {
        int bytes = sampleBytes(file);
        var samples = Files.readAllBytes(raw(number));
        assertThat(samples).hasSize(4 * bytes * count);
        var pixels = new int[count];
        for (int i = 0; i < count; i++) {
            int at = 4 * bytes * i;
            int red = samples[at] & 0xff;
            int green = samples[at + bytes] & 0xff;
            int blue = samples[at + 2 * bytes] & 0xff;
            int alpha = samples[at + 3 * bytes] & 0xff;
            pixels[i] = 0xff << 24 | over(red, alpha) << 16 | over(green, alpha) << 8 | over(blue, alpha);
        }
        return pixels;
    }

    private static int over(int sample, int alpha) {
        return (int) Math.round(sample * alpha / 255.0);
    }

    private String size(Path file) throws Exception {
        return lab.program(null,
                List.of("ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0",
                        file.toString()))
                .out().strip();
    }

    private static Stream<Path> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".png")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(entry -> found.add(entry.resolve("src/image/png/testdata")));
        }
        return found;
    }
}
