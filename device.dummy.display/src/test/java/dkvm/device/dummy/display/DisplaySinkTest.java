// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import dkvm.sdk.Received;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplaySinkTest {
    private static final FrameFormat SMALL = FrameFormat.xr24(8, 6);

    @TempDir
    Path folder;
    private final Devices devices = new Devices();

    private DisplaySink opened(Map<String, Object> options) throws Exception {
        var sink = devices.sink(folder.resolve("out"), options);
        sink.open(FakeSession.of(devices.time, Cause.FIRST));
        return sink;
    }

    private List<String> files() throws Exception {
        return Folders.names(folder.resolve("out"));
    }

    private static byte[] picture(int pixel) {
        return Folders.picture(SMALL, pixel);
    }

    @Test
    void numbersWholePicturesAsTheyCome() throws Exception {
        var sink = opened(Map.of());
        for (int i = 1; i <= 3; i++) {
            sink.receive(devices.now(SMALL, picture(i)));
        }
        sink.close();
        assertThat(files()).containsExactly("frame-000001.png", "frame-000002.png", "frame-000003.png");
        for (int i = 1; i <= 3; i++) {
            assertThat(Rebuilt.pixels(folder.resolve("out/frame-00000" + i + ".png"))).hasSize(48).containsOnly(i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, '1 2 3 4 5 6 7'", "3, 0, '1 4 7'", "1, 2, '6 7'", "3, 2, '4 7'", "10, 0, '1'"})
    void savesTheFirstOfEachFewAndKeepsTheNewest(long every, long keep, String numbers) throws Exception {
        var sink = opened(Map.of("every", every, "keep", keep, "format", "ppm"));
        for (int i = 1; i <= 7; i++) {
            sink.receive(devices.now(SMALL, picture(i)));
        }
        assertThat(files().stream().map(name -> name.replaceAll("frame-0*(\\d+).ppm", "$1")))
                .containsExactly(numbers.split(" "));
    }

    @Test
    void describesRawPicturesInAnIndex() throws Exception {
        var sink = opened(Map.of("format", "raw", "every", 2L));
        devices.time.pass(1234);
        for (int i = 1; i <= 3; i++) {
            sink.receive(devices.now(SMALL, picture(i)));
            devices.time.pass(700);
        }
        sink.receive(devices.now(SMALL, picture(4)));
        sink.receive(devices.now(FrameFormat.xr24(2, 1), new byte[8]));
        assertThat(folder.resolve("out/index.jsonl")).hasContent(
                """
                        {"t":0.0,"frame":1,"file":"frame-000001.raw","x":0,"y":0,"width":8,"height":6,"fourcc":"XR24","full":true}
                        {"t":1.4,"frame":3,"file":"frame-000003.raw","x":0,"y":0,"width":8,"height":6,"fourcc":"XR24","full":true}
                        {"t":2.1,"frame":5,"file":"frame-000005.raw","x":0,"y":0,"width":2,"height":1,"fourcc":"XR24","full":true}
                        """);
        assertThat(folder.resolve("out/frame-000003.raw")).hasBinaryContent(picture(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "ppm"})
    void writesNoIndexOfWholePictures(String format) throws Exception {
        var sink = opened(Map.of("format", format));
        sink.receive(devices.now(SMALL, picture(1), new Rectangle(0, 0, 2, 2)));
        assertThat(files()).containsExactly("frame-000001." + format);
    }

    @Test
    void cutsOutTheRegionsThatChanged() throws Exception {
        var sink = opened(Map.of("partial", "regions"));
        var pixels = picture(1);
        sink.receive(devices.now(SMALL, pixels, new Rectangle(0, 0, 1, 1)));
        sink.receive(devices.now(SMALL, pixels, new Rectangle(1, 2, 3, 4), new Rectangle(7, 0, 9, 1)));
        sink.receive(devices.now(SMALL, pixels));
        sink.receive(devices.now(SMALL, pixels, new Rectangle(0, 0, 8, 6)));
        var lines = Rebuilt.index(folder.resolve("out"));
        assertThat(lines).extracting(Rebuilt.Line::file).containsExactly("frame-000001.png", "frame-000002-01.png",
                "frame-000002-02.png", "frame-000003.png", "frame-000004.png");
        assertThat(lines).extracting(Rebuilt.Line::full).containsExactly(true, false, false, true, true);
        assertThat(lines.get(1)).extracting("x", "y", "width", "height").containsExactly(1, 2, 3, 4);
        assertThat(lines.get(2)).as("without what is outside").extracting("x", "y", "width", "height")
                .containsExactly(7, 0, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5})
    void keepsEnoughRegionsToRebuildEveryPictureThatIsKept(long every) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var sink = opened(Map.of("partial", "regions", "every", every));
        var format = FrameFormat.xr24(50, 40);
        var pixels = new int[50 * 40];
        var expected = new int[60][];
        for (int frame = 1; frame < expected.length; frame++) {
            // Now and then the other of two sources, a picture of another size between them.
            if (random.nextInt(12) == 0) {
                sink.receive(devices.now(SMALL, picture(1)));
                expected[frame] = new int[48];
                Arrays.fill(expected[frame], 1);
                continue;
            }
            var damage = new Rectangle[1 + random.nextInt(6)];
            for (int i = 0; i < damage.length; i++) {
                int x = random.nextInt(50);
                int y = random.nextInt(40);
                damage[i] = new Rectangle(x, y, 1 + random.nextInt(50 - x), 1 + random.nextInt(40 - y));
                for (int row = y; row < damage[i].bottom(); row++) {
                    for (int column = x; column < damage[i].right(); column++) {
                        pixels[row * 50 + column] = random.nextInt(1 << 24);
                    }
                }
            }
            expected[frame] = pixels.clone();
            sink.receive(devices.now(format, bytes(pixels), damage));
        }
        for (int frame = 1; frame < expected.length; frame += (int) every) {
            assertThat(Rebuilt.picture(folder.resolve("out"), frame)).as("frame %d, seed %d", frame, seed)
                    .isEqualTo(expected[frame]);
        }
        assertThat(Rebuilt.index(folder.resolve("out"))).as("not all are whole").anyMatch(line -> !line.full());
    }

    @Test
    void writesAWholePictureWhenTheSourceIsAnother() throws Exception {
        var sink = opened(Map.of("partial", "regions"));
        for (var from : List.of("a.video", "a.video", "b.video", "a.video")) {
            sink.receive(new Received("video", from, 3, devices.time.nanos,
                    Devices.frame(SMALL, picture(1), List.of(new Rectangle(0, 0, 1, 1)))));
        }
        assertThat(Rebuilt.index(folder.resolve("out"))).extracting(Rebuilt.Line::full).containsExactly(true, false,
                true, true);
    }

    private static byte[] bytes(int[] pixels) {
        var bytes = ByteBuffer.allocate(pixels.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(pixels);
        return bytes.array();
    }

    @Test
    void readsRowsThatHaveSpaceBetweenThem() throws Exception {
        var sink = opened(Map.of("format", "raw"));
        var format = new FrameFormat(2, 2, 12, Fourcc.XR24);
        sink.receive(devices.now(format, new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 11, 12, 13, 14, 15, 16, 17, 18,
                9, 9, 9, 9}));
        assertThat(folder.resolve("out/frame-000001.raw")).hasBinaryContent(
                new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18});
    }

    @Test
    void writesARepeatOfThePictureLikeAnyOther() throws Exception {
        var sink = opened(Map.of());
        sink.receive(devices.repeat(SMALL, picture(5)));
        sink.receive(devices.now(SMALL, picture(6)));
        sink.receive(devices.repeat(SMALL, picture(6)));
        assertThat(files()).hasSize(3);
    }

    @Test
    void tellsWhichFormOfPixelsItCannotWrite() throws Exception {
        var sink = opened(Map.of());
        var format = new FrameFormat(1, 1, 2, Fourcc.RG16);
        assertThatThrownBy(() -> sink.receive(devices.now(format, new byte[2]))).isInstanceOf(DeviceFailure.class)
                .hasMessageContaining("screen.video sends pictures of RG16")
                .extracting(e -> ((DeviceFailure) e).reason()).isEqualTo(Reason.BAD_DATA);
    }

    @Test
    void givesPicturesOfAHostWithAnotherClockTheDistancesTheyHadThere() throws Exception {
        var sink = opened(Map.of("format", "raw"));
        for (int i = 0; i < 3; i++) {
            sink.receive(new Received("video", "far.video", i + 1, 77 + i * 500_000_000L,
                    Devices.frame(SMALL, picture(1), List.of())));
            devices.time.pass(501);
        }
        assertThat(Rebuilt.index(folder.resolve("out"))).extracting(Rebuilt.Line::t).containsExactly("0.0", "0.5",
                "1.0");
    }

    @Test
    void namesThePictureThatFoundNoRoomAndLeavesNothingOfIt() throws Exception {
        for (var format : List.of("png", "ppm", "raw")) {
            var sink = opened(Map.of("format", format));
            var unfinished = folder.resolve("out/.frame-000001." + format + ".part");
            Files.createSymbolicLink(unfinished, Path.of("/dev/full"));
            assertThatThrownBy(() -> sink.receive(devices.now(SMALL, picture(1)))).isInstanceOf(IOException.class)
                    .hasMessage("cannot write " + folder.resolve("out/frame-000001." + format)
                            + ": No space left on device");
            assertThat(files()).doesNotContain("frame-000001." + format);
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void namesTheFolderThatItCannotWriteTo() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        for (var name : List.of("file", "file/below")) {
            var path = folder.resolve(name);
            var sink = devices.sink(path, Map.of());
            assertThatThrownBy(() -> sink.open(FakeSession.of(devices.time, Cause.FIRST)))
                    .isInstanceOf(DeviceFailure.class).hasMessageStartingWith("cannot write to " + path + ": ")
                    .hasMessageMatching("(?i).*: not a (folder|directory).*")
                    .extracting(e -> ((DeviceFailure) e).reason()).isEqualTo(Reason.CANNOT_CREATE);
        }
    }
}
