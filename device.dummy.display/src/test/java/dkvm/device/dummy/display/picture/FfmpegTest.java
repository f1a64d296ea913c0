// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.sdk.event.FrameFormat;
import java.io.File;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, ffmpeg reads: the same size, the same pixels. */
class FfmpegTest {
    private static final FrameFormat FORMAT = FrameFormat.xr24(321, 123);

    @TempDir
    Path folder;

    @BeforeEach
    void toolsAreInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "ffprobe")));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("ffprobe (Debian package ffmpeg) must be there where CI=true").isTrue();
        }
        assumeTrue(installed, "ffprobe is not installed (Debian package ffmpeg)");
    }

    private byte[] run(String... command) throws Exception {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllBytes(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "ppm"})
    void readsWhatIsWritten(String format) throws Exception {
        var pixels = new Random(1).ints(321 * 123, 0, 1 << 24).toArray();
        Arrays.fill(pixels, 0, 321 * 60, 0x123456);
        var file = folder.resolve("picture." + format);
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PictureFormat.named(format).write(
                    new Pixels(MemorySegment.ofArray(pixels), FORMAT.stride(), FORMAT.fourcc(), FORMAT.area()), out);
        }
        assertThat(new String(run("ffprobe", "-v", "warning", "-show_entries", "stream=width,height,pix_fmt", "-of",
                "csv=p=0", file.toString()), StandardCharsets.US_ASCII)).isEqualToIgnoringNewLines("321,123,rgb24");
        var read = run("ffmpeg", "-v", "warning", "-i", file.toString(), "-f", "rawvideo", "-pix_fmt", "bgr0", "-");
        var expected = MemorySegment.ofArray(pixels);
        assertThat(read).hasSize((int) expected.byteSize());
        for (int i = 0; i < read.length; i++) {
            // What stands in the unused byte is ffmpeg's own choice.
            read[i] = i % 4 == 3 ? 0 : read[i];
        }
        assertThat(MemorySegment.ofArray(read).mismatch(expected)).isEqualTo(-1);
    }
}
