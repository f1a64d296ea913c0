// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What becomes of a folder over several processes, and over several runs of a kernel. */
class DisplaySinkContinuesTest {
    private static final FrameFormat SMALL = FrameFormat.xr24(8, 6);

    @TempDir
    Path folder;
    private final Devices devices = new Devices();
    private Instant run = Instant.ofEpochMilli(1_700_000_000_123L);

    private Path out() {
        return folder.resolve("out");
    }

    private DisplaySink opened(Cause cause, Map<String, Object> options) throws Exception {
        var sink = devices.sink(out(), options);
        var session = FakeSession.of(devices.time, cause);
        session.runStarted = run;
        sink.open(session);
        return sink;
    }

    private void receive(DisplaySink sink, int... pixels) throws Exception {
        for (int pixel : pixels) {
            sink.receive(devices.now(SMALL, Folders.picture(SMALL, pixel), new Rectangle(0, 0, 1, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = "FIRST", mode = Mode.EXCLUDE)
    void goesOnWithTheNextNumberAfterAProcessThatWasKilled(Cause cause) throws Exception {
        var options = Map.<String, Object>of("every", 3L);
        // Not closed: it was killed. It had 5 pictures, of which it kept 1 and 4.
        receive(opened(Cause.FIRST, options), 1, 2, 3, 4, 5);
        receive(opened(cause, options), 6, 7, 8);
        assertThat(Folders.names(out())).containsExactly("frame-000001.png", "frame-000004.png", "frame-000007.png");
        assertThat(Rebuilt.pixels(out().resolve("frame-000007.png"))).containsOnly(7);
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = "FIRST", mode = Mode.EXCLUDE)
    void doesNotWriteAPictureAgainThatTheProcessBeforeHad(Cause cause) throws Exception {
        receive(opened(Cause.FIRST, Map.of()), 1, 2);
        var sink = opened(cause, Map.of());
        sink.receive(devices.repeat(SMALL, Folders.picture(SMALL, 2)));
        receive(sink, 3);
        assertThat(Folders.names(out())).hasSize(3);
        sink.receive(devices.repeat(SMALL, Folders.picture(SMALL, 3)));
        assertThat(Folders.names(out())).as("linked anew").hasSize(4);
    }

    @Test
    void writesTheRepeatAfterAProcessThatHadNoPicture() throws Exception {
        opened(Cause.FIRST, Map.of());
        opened(Cause.RESTART, Map.of()).receive(devices.repeat(SMALL, Folders.picture(SMALL, 2)));
        assertThat(Folders.names(out())).containsExactly("frame-000001.png");
    }

    @Test
    void goesOnWithItsTimeAndBeginsRegionsWithAWholePicture() throws Exception {
        var options = Map.<String, Object>of("partial", "regions", "format", "raw");
        receive(opened(Cause.FIRST, options), 1, 2);
        devices.time.pass(2500);
        receive(opened(Cause.RESTART, options), 3, 4);
        var lines = Rebuilt.index(out());
        assertThat(lines).extracting(Rebuilt.Line::t).containsExactly("0.0", "0.0", "2.5", "2.5");
        assertThat(lines).extracting(Rebuilt.Line::frame).containsExactly(1L, 2L, 3L, 4L);
        assertThat(lines).extracting(Rebuilt.Line::full).containsExactly(true, false, true, false);
    }

    @Test
    void cutsATornLineAndRemovesPicturesThatAreNotWhole() throws Exception {
        var options = Map.<String, Object>of("format", "raw");
        receive(opened(Cause.FIRST, options), 1, 2);
        var index = Files.readString(out().resolve("index.jsonl"));
        Files.writeString(out().resolve("index.jsonl"), "{\"t\":0.0,\"frame\":3,\"fi", StandardOpenOption.APPEND);
        Files.writeString(out().resolve(".frame-000003.raw.part"), "half");
        opened(Cause.RESTART, options);
        assertThat(out().resolve("index.jsonl")).hasContent(index);
        assertThat(out().resolve(".frame-000003.raw.part")).doesNotExist();
    }

    @Test
    void keepsTheNewestOverProcesses() throws Exception {
        receive(opened(Cause.FIRST, Map.of("keep", 3L)), 1, 2, 3, 4);
        receive(opened(Cause.RESTART, Map.of("keep", 3L)), 5);
        assertThat(Folders.names(out())).containsExactly("frame-000003.png", "frame-000004.png", "frame-000005.png");
        receive(opened(Cause.CONFIGURATION, Map.of("keep", 1L)), 6);
        assertThat(Folders.names(out())).containsExactly("frame-000006.png");
    }

    @Test
    void movesTheFramesOfAnEarlierRunAsideAndTouchesNothingElse() throws Exception {
        var options = Map.<String, Object>of("format", "raw");
        receive(opened(Cause.FIRST, options), 1, 2, 3);
        Files.writeString(out().resolve("notes.txt"), "mine");
        Files.writeString(out().resolve("frame-1.png"), "mine");
        nextRun();
        receive(opened(Cause.FIRST, options), 4);
        assertThat(Folders.names(out())).containsExactly("frame-000001.raw", "frame-1.png", "index.jsonl", "notes.txt");
        assertThat(Folders.names(folder.resolve("out~"))).containsExactly("frame-000001.raw", "frame-000002.raw",
                "frame-000003.raw", "index.jsonl");
        Files.writeString(folder.resolve("out~/notes.txt"), "mine");
        nextRun();
        receive(opened(Cause.FIRST, options), 5);
        assertThat(Folders.names(folder.resolve("out~"))).containsExactly("frame-000001.raw", "index.jsonl",
                "notes.txt");
        assertThat(folder.resolve("out~/frame-000001.raw")).hasBinaryContent(Folders.picture(SMALL, 4));
        assertThat(Rebuilt.index(out())).hasSize(1);
    }

    @Test
    void keepsTheFramesAsideWhenTheRunBeforeHadNone() throws Exception {
        receive(opened(Cause.FIRST, Map.of("format", "raw")), 1);
        for (int i = 0; i < 2; i++) {
            nextRun();
            opened(Cause.FIRST, Map.of("format", "raw"));
        }
        assertThat(Folders.names(folder.resolve("out~"))).containsExactly("frame-000001.raw", "index.jsonl");
    }

    @Test
    void beginsAnewWhenTheFirstProcessOfARunDiedBeforeItDid() throws Exception {
        receive(opened(Cause.FIRST, Map.of()), 1, 2);
        nextRun();
        receive(opened(Cause.RESTART, Map.of()), 3);
        assertThat(Folders.names(out())).containsExactly("frame-000001.png");
        assertThat(Rebuilt.pixels(out().resolve("frame-000001.png"))).containsOnly(3);
        assertThat(Folders.names(folder.resolve("out~"))).hasSize(2);
    }

    @Test
    void numbersOnAfterTheDigitsAreUsedUp() throws Exception {
        var sink = opened(Cause.FIRST, Map.of("every", 1_000_000L, "keep", 2L, "format", "ppm"));
        Files.write(out().resolve("frame-999999.ppm"), new byte[1]);
        Files.write(out().resolve("frame-1000000.ppm"), new byte[1]);
        receive(sink, 1);
        receive(opened(Cause.RESTART, Map.of("keep", 2L, "format", "ppm")), 2);
        assertThat(Folders.names(out())).as("the highest numbers count as the newest").hasSize(2)
                .contains("frame-1000000.ppm");
    }

    private void nextRun() {
        run = run.plusMillis(1);
    }
}
