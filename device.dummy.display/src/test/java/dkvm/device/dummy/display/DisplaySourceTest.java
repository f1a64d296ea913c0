// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.device.dummy.display.picture.PictureFormat;
import dkvm.device.dummy.display.picture.Pixels;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.FrameFormat;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisplaySourceTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path folder;
    private final Devices devices = new Devices();

    static Stream<Map<String, Object>> patterns() {
        return Stream.of(Map.of("pattern", "bars"), Map.of("pattern", "random"),
                Map.of("pattern", "bars", "partial", true),
                Map.of("pattern", "random", "partial", true, "width", 300L, "height", 200L, "seed", 9L));
    }

    private static Map<String, Object> with(Map<String, Object> options, Object... more) {
        var all = new HashMap<>(options);
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    private FakeSession play(Map<String, Object> options, int limit) throws Exception {
        var session = new FakeSession(devices.time);
        session.limit = limit;
        devices.source(options).run(session);
        return session;
    }

    private Path png(String name, int width, int height, int colour) throws Exception {
        var pixels = new int[width * height];
        Arrays.fill(pixels, colour);
        var out = new ByteArrayOutputStream();
        var format = FrameFormat.xr24(width, height);
        PictureFormat.named("png").write(
                new Pixels(MemorySegment.ofArray(pixels), format.stride(), format.fourcc(), format.area()),
                Channels.newChannel(out));
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    /** The size and the first pixel of each picture. */
    private static List<String> shown(FakeSession session) {
        return session.sent.stream().map(sent -> sent.format().width() + "×" + sent.format().height() + " "
                + (sent.pixels().get(0) & 0xFF)).toList();
    }

    @Test
    void showsBarsUnlessToldOtherwise() throws Exception {
        assertThat(play(Map.of(), 3).sent.getFirst().pixels())
                .isEqualTo(play(Map.of("pattern", "bars"), 3).sent.getFirst().pixels());
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void sendsAsManyFramesAsItIsToldAtItsRate(Map<String, Object> options) throws Exception {
        long start = devices.time.nanos;
        var session = play(with(options, "frames", 50L, "rate", 25.0), 1000);
        assertThat(session.sent).hasSize(50);
        for (int n = 0; n < 50; n++) {
            assertThat(session.sent.get(n).origin() - start).isEqualTo(n * SECOND / 25);
        }
        assertThat(devices.time.nanos - start).isEqualTo(49 * SECOND / 25);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void goesOnWithoutEndWithoutANumberOfFrames(Map<String, Object> options) throws Exception {
        assertThat(play(options, 300).sent).hasSize(300);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void doesNotWaitAtRateZero(Map<String, Object> options) throws Exception {
        long start = devices.time.nanos;
        assertThat(play(with(options, "rate", 0.0), 40).sent).allMatch(sent -> sent.origin() == start);
        assertThat(devices.time.nanos).isEqualTo(start);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void continuesWithAnyFrame(Map<String, Object> options) throws Exception {
        var whole = play(with(options, "frames", 30L), 1000);
        for (int done = 0; done <= 31; done++) {
            var rest = FakeSession.of(devices.time, Cause.RESTART);
            rest.nextSeq = done + 1L;
            devices.source(with(options, "frames", 30L)).run(rest);
            var expected = whole.sent.subList(Math.min(done, 30), 30);
            assertThat(rest.sent.stream().map(FakeSession.Sent::pixels).toList())
                    .isEqualTo(expected.stream().map(FakeSession.Sent::pixels).toList());
            rest.sent.stream().limit(1).forEach(first -> assertThat(first.damage()).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void beginsAgainInALoop(Map<String, Object> options) throws Exception {
        var session = play(with(options, "frames", 7L, "loop", true), 30);
        for (int n = 7; n < 30; n++) {
            assertThat(session.sent.get(n).pixels()).isEqualTo(session.sent.get(n % 7).pixels());
            assertThat(session.sent.get(n).damage().isEmpty())
                    .isEqualTo(n % 7 == 0 || !options.containsKey("partial"));
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void keepsItsScheduleOverAReplacementAtEveryFrame(Map<String, Object> options) throws Exception {
        for (int done = 0; done <= 5; done++) {
            long start = devices.time.nanos;
            var first = new FakeSession(devices.time);
            first.limit = done;
            var old = devices.source(with(options, "frames", 5L, "rate", 10.0));
            old.run(first);
            devices.time.pass(7);
            var second = FakeSession.of(devices.time, Cause.REPLACEMENT);
            second.token = old.token();
            second.nextSeq = first.nextSeq;
            devices.source(with(options, "frames", 5L, "rate", 10.0)).run(second);
            assertThat(Stream.concat(first.sent.stream(), second.sent.stream()).map(sent -> sent.origin() - start))
                    .containsExactly(0L, SECOND / 10, 2 * SECOND / 10, 3 * SECOND / 10, 4 * SECOND / 10);
        }
    }

    @Test
    void showsThePresentWhenItIsLate() throws Exception {
        long start = devices.time.nanos;
        var session = new FakeSession(devices.time);
        session.limit = 4;
        session.waitMillis = 150;
        devices.source(Map.of("rate", 10.0)).run(session);
        assertThat(session.sent.stream().map(sent -> (sent.origin() - start) / 1_000_000)).containsExactly(150L, 300L,
                450L, 600L);
    }

    @Test
    void ignoresATokenOfAnotherRateOrOfNothing() throws Exception {
        var fast = devices.source(Map.of("rate", 100.0, "frames", 2L));
        fast.run(new FakeSession(devices.time));
        for (var token : List.of(fast.token(), new byte[3])) {
            var session = new FakeSession(devices.time);
            session.token = token;
            session.limit = 1;
            devices.time.pass(5000);
            long start = devices.time.nanos;
            devices.source(Map.of("rate", 10.0)).run(session);
            assertThat(session.sent.getFirst().origin()).isEqualTo(start);
        }
    }

    @Test
    void announcesPartsOnlyAfterAWholePicture() throws Exception {
        var source = devices.source(Map.of("pattern", "random", "partial", true, "width", 300L, "height", 200L));
        for (int run = 0; run < 2; run++) {
            var session = new FakeSession(devices.time);
            session.limit = 5;
            source.run(session);
            assertThat(session.sent.stream().map(sent -> sent.damage().size())).containsExactly(0, 8, 8, 4, 8);
        }
    }

    @Test
    void showsFilesInTheOrderOfTheirNamesEachInItsSize() throws Exception {
        png("b.png", 3, 4, 2);
        png("a.PNG", 5, 4, 1);
        png("c.png", 3, 4, 3);
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        var options = Map.<String, Object>of("files", folder.toString());
        assertThat(shown(play(options, 100))).containsExactly("5×4 1", "3×4 2", "3×4 3");
        assertThat(shown(play(with(options, "loop", true), 5))).containsExactly("5×4 1", "3×4 2", "3×4 3", "5×4 1",
                "3×4 2");
        assertThat(shown(play(with(options, "frames", 2L), 100))).containsExactly("5×4 1", "3×4 2");
        assertThat(shown(play(with(options, "frames", 4L), 100))).containsExactly("5×4 1", "3×4 2", "3×4 3", "5×4 1");
        assertThat(shown(play(Map.of("files", folder.resolve("b.png").toString()), 100))).containsExactly("3×4 2");
        assertThat(shown(play(Map.of("files", folder + "/[bc].*"), 100))).containsExactly("3×4 2", "3×4 3");
        var partial = play(with(options, "partial", true, "loop", true), 5);
        assertThat(shown(partial)).containsExactly("5×4 1", "3×4 2", "3×4 3", "5×4 1", "3×4 2");
        assertThat(partial.sent.stream().map(sent -> sent.damage().isEmpty())).containsExactly(true, true, false, true,
                true);
    }

    @Test
    void takesANameForWhatItIsBeforeItIsTakenForAGlob() throws Exception {
        var odd = Files.createDirectory(folder.resolve("[odd]{1}"));
        Files.move(png("x.png", 2, 2, 7), odd.resolve("a*.png"));
        assertThat(shown(play(Map.of("files", odd.resolve("a*.png").toString()), 9))).containsExactly("2×2 7");
        assertThat(shown(play(Map.of("files", odd.toString()), 9))).containsExactly("2×2 7");
        Files.createDirectories(folder.resolve("deep/er"));
        Files.copy(odd.resolve("a*.png"), folder.resolve("deep/er/y.png"));
        assertThat(shown(play(Map.of("files", folder + "/deep/**.png"), 9))).containsExactly("2×2 7");
    }

    @Test
    void saysWhenThereAreNoFiles() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        assertFails(folder.resolve("none.png"), Reason.NO_INPUT, "cannot read %s: no such file");
        assertFails(folder.resolve("empty"), Reason.NO_INPUT,
                "cannot read %s: there is no PNG file in this folder, that is none ending in .png");
        assertFails(folder.resolve("*.png"), Reason.NO_INPUT, "cannot read %s: no file matches");
        assertFails(folder.resolve("none/*.png"), Reason.NO_INPUT, "cannot read %s: no file matches");
        assertFails(Files.writeString(folder.resolve("bad.png"), "bad"), Reason.BAD_DATA, "%s: it is no PNG file");
    }

    private void assertFails(Path files, Reason reason, String words) {
        assertThatThrownBy(() -> play(Map.of("files", files.toString()), 9)).isInstanceOf(DeviceFailure.class)
                .hasMessage(words.formatted(files)).extracting(e -> ((DeviceFailure) e).reason()).isEqualTo(reason);
    }
}
