// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import static dkvm.device.dummy.keyboard.Devices.KEY_A;
import static dkvm.device.dummy.keyboard.Devices.KEY_B;
import static dkvm.device.dummy.keyboard.Devices.SHIFT;
import static dkvm.device.dummy.keyboard.Devices.down;
import static dkvm.device.dummy.keyboard.Devices.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Received;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;

class KeyboardSinkTest {
    @TempDir
    Path folder;
    private final Devices devices = new Devices();

    private KeyboardSink opened(Path file, Cause cause) throws Exception {
        var sink = devices.sink(file);
        sink.open(FakeSession.of(devices.time, cause));
        return sink;
    }

    @Test
    void writesJsonLinesWithTheTimeSinceTheFirstEvent() throws Exception {
        var file = folder.resolve("out.jsonl");
        var sink = opened(file, Cause.FIRST);
        sink.receive(devices.now(down(KEY_A)));
        devices.time.pass(1400);
        sink.receive(devices.now(up(KEY_A)));
        sink.receive(devices.now(down(0x00070032)));
        sink.receive(devices.now(down(0xFF000065)));
        sink.receive(devices.now(new TextEvent("é\"\n")));
        sink.flush();
        assertThat(file).hasContent("""
                {"t":0.0,"code":"KeyA","state":"down"}
                {"t":1.4,"code":"KeyA","state":"up"}
                {"t":1.4,"usage":"0x00070032","state":"down"}
                {"t":1.4,"evdev":101,"state":"down"}
                {"t":1.4,"text":"é\\"\\n"}
                """);
    }

    @Test
    void writesEvemuReportsEachClosed() throws Exception {
        var file = folder.resolve("out.evemu");
        var sink = opened(file, Cause.FIRST);
        sink.receive(devices.now(down(KEY_A)));
        devices.time.pass(2000);
        sink.receive(devices.now(up(KEY_A)));
        sink.close();
        assertThat(Files.readString(file)).startsWith("# EVEMU 1.3\n").endsWith("""
                E: 0.000001 0001 001e 0001
                E: 0.000001 0000 0000 0000
                E: 2.000001 0001 001e 0000
                E: 2.000001 0000 0000 0000
                """);
    }

    @Test
    void dropsTextFromEvemuWithOneCountedNotice() throws Exception {
        var file = folder.resolve("out.evemu");
        var sink = opened(file, Cause.FIRST);
        var header = Files.readString(file);
        sink.receive(devices.now(new TextEvent("a")));
        sink.receive(devices.now(new TextEvent("b")));
        sink.receive(devices.now(down(0x000700BB)));
        sink.close();
        assertThat(file).hasContent(header);
        assertThat(devices.log().lines()).singleElement().asString().contains("3 events are not in " + file);
    }

    @Test
    void keepsDownAndUpAlternating() throws Exception {
        var file = folder.resolve("out.jsonl");
        var sink = opened(file, Cause.FIRST);
        for (var event : List.of(up(KEY_A), down(KEY_A), down(KEY_A), up(KEY_A), up(KEY_A))) {
            sink.receive(devices.now(event));
        }
        sink.close();
        assertThat(Files.readAllLines(file)).containsExactly("{\"t\":0.0,\"code\":\"KeyA\",\"state\":\"down\"}",
                "{\"t\":0.0,\"code\":\"KeyA\",\"state\":\"up\"}");
    }

    @Test
    void treatsTwoUsagesOfOneEvdevCodeAsOneKey() throws Exception {
        var file = folder.resolve("out.evemu");
        var sink = opened(file, Cause.FIRST);
        for (int usage : new int[]{0x00070031, 0x00070032}) {
            sink.receive(devices.now(down(usage)));
        }
        sink.close();
        assertThat(Files.readAllLines(file).stream().filter(line -> line.contains(" 002b "))).hasSize(1);
    }

    @Test
    void neverTurnsTimeBack() throws Exception {
        var file = folder.resolve("out.jsonl");
        var sink = opened(file, Cause.FIRST);
        devices.time.pass(5000);
        sink.receive(new Received("keys", "a.keys", 1, devices.time.nanos, down(KEY_A)));
        sink.receive(new Received("keys", "b.keys", 1, devices.time.nanos - 1_000_000_000, down(KEY_B)));
        sink.close();
        assertThat(Files.readString(file)).contains("{\"t\":0.0,\"code\":\"KeyB\"");
    }

    @Test
    void keepsTheDistancesOfEventsFromAHostWithAnotherClock() throws Exception {
        var file = folder.resolve("out.jsonl");
        var sink = opened(file, Cause.FIRST);
        sink.receive(devices.now(down(KEY_A)));
        devices.time.pass(2000);
        long remote = devices.time.nanos - 7_000_000_000_000L;
        sink.receive(new Received("keys", "link.keys", 1, remote, down(KEY_B)));
        devices.time.pass(530);
        sink.receive(new Received("keys", "link.keys", 2, remote + 500_000_000, up(KEY_B)));
        sink.receive(new Received("keys", "link.keys", 0, 0, down(SHIFT)));
        sink.close();
        assertThat(Files.readAllLines(file)).extracting(line -> line.substring(0, 9)).containsExactly("{\"t\":0.0,",
                "{\"t\":2.0,", "{\"t\":2.5,", "{\"t\":2.53");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.evemu"})
    void aRunInWhichNothingCameDoesNotPushOutTheLastRecording(String name) throws Exception {
        var file = folder.resolve(name);
        var sink = opened(file, Cause.FIRST);
        sink.receive(new Received("keys", "a.keys", 1, 0, down(KEY_B)));
        sink.close();
        var recording = Files.readString(file);

        for (int run = 0; run < 3; run++) {
            opened(file, Cause.FIRST).close();
            assertThat(folder.resolve(name + "~")).hasContent(recording);
        }
        // Less than a header is no recording, and neither is the header.
        Files.writeString(file, Files.readString(file).substring(0, Math.min(3, (int) Files.size(file))));
        opened(file, Cause.FIRST).close();
        assertThat(folder.resolve(name + "~")).hasContent(recording);
    }

    @Test
    void beginsAnewInANewRunAndKeepsThePreviousFile() throws Exception {
        var file = Files.writeString(folder.resolve("out.jsonl"), "old\n");
        Files.writeString(folder.resolve("out.jsonl~"), "older\n");
        opened(file, Cause.FIRST).close();
        assertThat(file).isEmptyFile();
        assertThat(folder.resolve("out.jsonl~")).hasContent("old\n");
    }

    @Test
    void makesMissingFolders() throws Exception {
        var file = folder.resolve("a/b/out.jsonl");
        opened(file, Cause.FIRST).close();
        assertThat(file).exists();
    }

    @Test
    void saysWhyAFileCannotBeMade() throws Exception {
        Files.writeString(folder.resolve("plain"), "");
        Files.createDirectory(folder.resolve("d.jsonl"));
        assertCannotCreate("plain/out.jsonl", "not a folder");
        assertCannotCreate("d.jsonl", "it is a folder");
        assertCannotCreate("x".repeat(300) + ".jsonl", "File name too long");
    }

    private void assertCannotCreate(String name, String why) throws Exception {
        var sink = devices.sink(folder.resolve(name));
        assertThatThrownBy(() -> sink.open(new FakeSession(devices.time))).isInstanceOf(DeviceFailure.class)
                .hasMessageStartingWith("cannot write " + folder.resolve(name) + ": " + why)
                .extracting(e -> ((DeviceFailure) e).reason())
                .isEqualTo(DeviceFailure.Reason.CANNOT_CREATE);
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        var full = folder.resolve("full.evemu");
        Files.createSymbolicLink(full, Path.of("/dev/full"));
        assertThatThrownBy(() -> devices.sink(full).open(new FakeSession(devices.time)))
                .hasMessageContaining("cannot write " + full + ": No space left on device");
    }

    @Test
    void refusesANameWithoutFormat() {
        assertThatThrownBy(() -> devices.sink(folder.resolve("out.txt"))).isInstanceOf(DeviceFailure.class)
                .hasMessageContaining(".evemu, .events or .jsonl");
    }

    @Test
    void holdsWhatWasFlushedWithoutBeingClosed() throws Exception {
        var file = folder.resolve("out.jsonl");
        var sink = opened(file, Cause.FIRST);
        sink.receive(devices.now(new KeyEvent(KEY_A, true)));
        sink.flush();
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.readString(file)).endsWith("\n");
    }
}
