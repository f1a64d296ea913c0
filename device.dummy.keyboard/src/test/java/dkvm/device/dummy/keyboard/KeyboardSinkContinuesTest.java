// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import static dkvm.device.dummy.keyboard.Devices.KEY_A;
import static dkvm.device.dummy.keyboard.Devices.KEY_B;
import static dkvm.device.dummy.keyboard.Devices.SHIFT;
import static dkvm.device.dummy.keyboard.Devices.down;
import static dkvm.device.dummy.keyboard.Devices.up;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.device.dummy.keyboard.file.EventFormat;
import dkvm.device.dummy.keyboard.file.FileState;
import dkvm.device.dummy.keyboard.file.Line;
import dkvm.device.dummy.keyboard.file.Recording;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file over several processes of a sink. */
class KeyboardSinkContinuesTest {
    @TempDir
    Path folder;
    private final Devices devices = new Devices();

    private byte[] run(Path file, FakeSession session, InputEvent... events) throws Exception {
        var sink = devices.sink(file);
        sink.open(session);
        for (var event : events) {
            sink.receive(devices.now(event));
            devices.time.pass(10);
        }
        sink.close();
        Files.setLastModifiedTime(file, FileTime.from(devices.time.wall));
        return sink.token();
    }

    private FakeSession session(Cause cause) {
        return FakeSession.of(devices.time, cause);
    }

    private static List<InputEvent> events(Path file) throws Exception {
        var recording = Recording.read(file, false);
        var events = new ArrayList<InputEvent>();
        for (int i = 0; i < recording.size(); i++) {
            events.add(recording.event(i));
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl", "out.evemu"})
    void releasesAfterARestartWhatTheFileLeavesDown(String name) throws Exception {
        var file = folder.resolve(name);
        run(file, session(Cause.FIRST), down(SHIFT), down(KEY_A), up(KEY_A), down(KEY_B));
        devices.time.pass(3000);
        run(file, session(Cause.RESTART), up(KEY_B), down(KEY_A));
        assertThat(events(file)).containsExactly(down(SHIFT), down(KEY_A), up(KEY_A), down(KEY_B), up(SHIFT), up(KEY_B),
                down(KEY_A));
        var recording = Recording.read(file, false);
        assertThat(recording.micros(4)).as("time went on").isBetween(3_000_000L, 3_050_000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLACEMENT", "ROLLBACK"})
    void keepsDownWhatIsHandedOver(Cause cause) throws Exception {
        var file = folder.resolve("out.jsonl");
        var next = session(cause);
        next.token = run(file, session(Cause.FIRST), down(SHIFT), down(KEY_A));
        next.pressed = Set.of(SHIFT);
        run(file, next, up(SHIFT), up(KEY_A));
        assertThat(events(file)).containsExactly(down(SHIFT), down(KEY_A), up(KEY_A), up(SHIFT));
    }

    @Test
    void findsTheHandedOverKeyUnderTheUsageThatTheFileReads() throws Exception {
        var file = folder.resolve("out.evemu");
        var next = session(Cause.REPLACEMENT);
        next.token = run(file, session(Cause.FIRST), down(0x00070032));
        next.pressed = Set.of(0x00070032);
        run(file, next);
        assertThat(events(file)).containsExactly(down(0x00070031));
    }

    @Test
    void goesOnExactlyInTimeAfterAReplacement() throws Exception {
        var file = folder.resolve("out.jsonl");
        var first = run(file, session(Cause.FIRST), down(KEY_A));
        // The clock on the wall and the file's time say something else.
        devices.time.wall = devices.time.wall.plusSeconds(1000);
        devices.time.pass(490);
        var next = session(Cause.REPLACEMENT);
        next.token = first;
        next.pressed = Set.of(KEY_A);
        run(file, next, up(KEY_A));
        assertThat(Files.readString(file)).endsWith("{\"t\":0.5,\"code\":\"KeyA\",\"state\":\"up\"}\n");
    }

    @Test
    void readsTheFileWhenTheTokenDoesNotFitIt() throws Exception {
        var file = folder.resolve("out.jsonl");
        var token = run(file, session(Cause.FIRST), down(KEY_A));
        Files.writeString(file, "{\"t\":9.0,\"code\":\"KeyA\",\"state\":\"up\"}\n",
                StandardOpenOption.APPEND);
        for (var wrong : List.of(token, new byte[5], new byte[0])) {
            var next = session(Cause.REPLACEMENT);
            next.token = wrong;
            run(file, next);
            assertThat(Files.readAllLines(file)).hasSize(2);
        }
    }

    @Test
    void doesNotCountADayOfAWrongClockBackwards() throws Exception {
        var file = folder.resolve("out.jsonl");
        run(file, session(Cause.FIRST), down(KEY_A), up(KEY_A));
        devices.time.wall = devices.time.wall.minusSeconds(86_400);
        var next = session(Cause.RESTART);
        next.runStarted = devices.time.wall;
        run(file, next, down(KEY_A));
        assertThat(Files.readAllLines(file).getLast()).startsWith("{\"t\":0.01,");
    }

    @Test
    void leavesTheFileOfAnotherRunAlone() throws Exception {
        for (var cause : List.of(Cause.CONFIGURATION, Cause.RESTART)) {
            var file = Files.writeString(folder.resolve(cause + ".jsonl"), "old\n");
            Files.setLastModifiedTime(file, FileTime.from(devices.time.wall.minusSeconds(100)));
            var next = session(cause);
            next.runStarted = devices.time.wall.minusSeconds(50);
            run(file, next, down(KEY_A));
            assertThat(Files.readAllLines(file)).hasSize(1);
            assertThat(folder.resolve(cause + ".jsonl~")).hasContent("old\n");
        }
    }

    @Test
    void continuesTheFileOfThisRunAfterAChangeOfConfiguration() throws Exception {
        var file = folder.resolve("out.jsonl");
        run(file, session(Cause.FIRST), down(KEY_A));
        run(file, session(Cause.CONFIGURATION), down(KEY_B));
        assertThat(events(file)).containsExactly(down(KEY_A), up(KEY_A), down(KEY_B));
        assertThat(folder.resolve("out.jsonl~")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESTART", "REPLACEMENT", "ROLLBACK", "CONFIGURATION"})
    void makesTheFileWhenItIsGone(Cause cause) throws Exception {
        var file = folder.resolve("out.evemu");
        run(file, session(cause), down(KEY_A));
        assertThat(events(file)).containsExactly(down(KEY_A));
        assertThat(Files.readString(file)).startsWith("# EVEMU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole.jsonl", "whole.evemu"})
    void continuesAfterATornTailAtEveryByte(String name) throws Exception {
        var whole = folder.resolve(name);
        run(whole, session(Cause.FIRST), down(SHIFT), down(KEY_A), up(KEY_A), up(SHIFT), down(KEY_B));
        byte[] bytes = Files.readAllBytes(whole);
        var all = events(whole);
        var fresh = run(folder.resolve("fresh" + name.substring(5)), session(Cause.FIRST));
        assertThat(fresh).isEmpty();
        var header = Files.readAllBytes(folder.resolve("fresh" + name.substring(5)));
        for (int cut = 0; cut <= bytes.length; cut++) {
            var file = Files.write(folder.resolve("cut" + name.substring(5)), Arrays.copyOf(bytes, cut));
            devices.time.pass(1000);
            run(file, session(Cause.REPLACEMENT), down(KEY_A), up(KEY_A));
            check(file, header, all, cut == bytes.length);
        }
    }

    private static void check(Path file, byte[] header, List<InputEvent> all, boolean whole) throws Exception {
        var content = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(content, header.length)).isEqualTo(header);
        assertThat(content).endsWith((byte) '\n');
        var events = events(file);
        var kept = events.subList(0, events.size() - 2);
        var pressed = new HashMap<Object, Boolean>();
        int same = 0;
        while (same < kept.size() && same < all.size() && kept.get(same).equals(all.get(same))) {
            same++;
        }
        assertThat(kept.subList(same, kept.size())).as("releases follow")
                .allMatch(e -> !((KeyEvent) e).down());
        assertThat(!whole || same == all.size()).isTrue();
        // The file as it is, not as a Recording mends it: what it holds must alternate and end with nothing down.
        var state = FileState.of(file, EventFormat.of(file).orElseThrow());
        assertThat(state.down()).isEmpty();
        assertThat(state.reportOpen() && file.toString().endsWith("evemu")).isFalse();
        long last = -1;
        for (var line : Files.readAllLines(file)) {
            if (EventFormat.of(file).orElseThrow()
                    .parse(line) instanceof Line.Timed timed) {
                var key = (KeyEvent) timed.event();
                assertThat(pressed.put(key.usage(), key.down())).isNotEqualTo(key.down());
                assertThat(timed.micros()).isGreaterThanOrEqualTo(last);
                last = timed.micros();
            }
        }
    }
}
