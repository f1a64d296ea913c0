// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import static dkvm.device.dummy.keyboard.Devices.KEY_A;
import static dkvm.device.dummy.keyboard.Devices.KEY_B;
import static dkvm.device.dummy.keyboard.Devices.down;
import static dkvm.device.dummy.keyboard.Devices.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Session.Cause;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeyboardSourceTest {
    /** A down at 0, B down at 0.5 s, A up at 1.25 s; B stays down. */
    private static final String THREE = """
            {"t":10.0,"code":"KeyA","state":"down"}
            {"t":10.5,"code":"KeyB","state":"down"}
            {"t":11.25,"code":"KeyA","state":"up"}
            """;

    @TempDir
    Path folder;
    private final Devices devices = new Devices();

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void playsTheRecordingOfARealKeyboard() throws Exception {
        var text = new String(getClass().getResourceAsStream("lenovo-keyboard.evemu").readAllBytes(),
                StandardCharsets.UTF_8);
        var session = new FakeSession(devices.time);
        devices.source(file("real.evemu", text), 1, false).run(session);
        assertThat(session.sent).as("without the stray release it begins with").containsExactly(down(0x000700E0),
                down(0x00070006));
        assertThat(session.origins.get(1) - session.origins.get(0)).isEqualTo(160_037_000);
        assertThat(devices.log()).containsOnlyOnce("3 events that are no key's are not played");
    }

    @Test
    void keepsTheTimesOfTheRecordingAtItsSpeed() throws Exception {
        var file = file("three.jsonl", THREE);
        for (double speed : new double[]{1, 2, 0.25}) {
            var session = new FakeSession(devices.time);
            long start = devices.time.nanos;
            devices.source(file, speed, false).run(session);
            assertThat(session.origins).containsExactly(start, start + (long) (500_000_000 / speed),
                    start + (long) (1_250_000_000 / speed));
            assertThat(devices.time.nanos).isEqualTo(session.origins.getLast());
        }
    }

    @Test
    void doesNotWaitAtSpeedZero() throws Exception {
        var session = new FakeSession(devices.time);
        long start = devices.time.nanos;
        devices.source(file("three.jsonl", THREE), 0, false).run(session);
        assertThat(session.sent).containsExactly(down(KEY_A), down(KEY_B), up(KEY_A));
        assertThat(session.origins).containsOnly(start);
    }

    @Test
    void releasesAtTheEndOfEachRoundWhatIsDown() throws Exception {
        var session = new FakeSession(devices.time);
        session.limit = 8;
        devices.source(file("three.jsonl", THREE), 1, true).run(session);
        assertThat(session.sent).containsExactly(down(KEY_A), down(KEY_B), up(KEY_A), up(KEY_B), down(KEY_A),
                down(KEY_B),
                up(KEY_A), up(KEY_B));
        long round = session.origins.get(4) - session.origins.get(0);
        assertThat(round).isEqualTo(Duration.ofMillis(1250).toNanos());
        assertThat(session.origins.get(7) - session.origins.get(3)).isEqualTo(round);
    }

    @Test
    void continuesWithAnyEventOverRounds() throws Exception {
        var file = file("three.jsonl", THREE);
        var whole = new FakeSession(devices.time);
        whole.limit = 30;
        devices.source(file, 0, true).run(whole);
        for (int done = 0; done < 30; done++) {
            var rest = FakeSession.of(devices.time, Cause.RESTART);
            rest.nextSeq = done + 1L;
            rest.limit = 30 - done;
            devices.source(file, 0, true).run(rest);
            assertThat(rest.sent).isEqualTo(whole.sent.subList(done, 30));
        }
    }

    @Test
    void endsWhenNothingIsLeftToContinueWith() throws Exception {
        for (long next = 4; next < 6; next++) {
            var session = FakeSession.of(devices.time, Cause.RESTART);
            session.nextSeq = next;
            devices.source(file("three.jsonl", THREE), 1, false).run(session);
            assertThat(session.sent).isEmpty();
        }
    }

    @Test
    void keepsItsScheduleOverAReplacementAtEveryEvent() throws Exception {
        var file = file("three.jsonl", THREE);
        for (int done = 0; done <= 3; done++) {
            long start = devices.time.nanos;
            var first = new FakeSession(devices.time);
            first.limit = done;
            var old = devices.source(file, 1, false);
            old.run(first);
            devices.time.pass(7);
            var second = FakeSession.of(devices.time, Cause.REPLACEMENT);
            second.token = old.token();
            second.nextSeq = first.nextSeq;
            devices.source(file, 1, false).run(second);
            var origins = new ArrayList<>(first.origins);
            origins.addAll(second.origins);
            assertThat(origins).containsExactly(start, start + 500_000_000, start + 1_250_000_000);
        }
    }

    @Test
    void takesUpItsScheduleWithTheNextEventAfterAFailure() throws Exception {
        var session = FakeSession.of(devices.time, Cause.RESTART);
        session.nextSeq = 2;
        long start = devices.time.nanos;
        devices.source(file("three.jsonl", THREE), 1, false).run(session);
        assertThat(session.origins).containsExactly(start, start + 750_000_000);
    }

    @Test
    void ignoresATokenOfAnotherSpeedOrOfNothing() throws Exception {
        var file = file("three.jsonl", THREE);
        var fast = devices.source(file, 4, false);
        fast.run(new FakeSession(devices.time));
        for (var token : List.of(fast.token(), new byte[3])) {
            var session = new FakeSession(devices.time);
            session.token = token;
            long start = devices.time.nanos;
            devices.source(file, 1, false).run(session);
            assertThat(session.origins.getFirst()).isEqualTo(start);
        }
    }

    @Test
    void goesOnInTheSameProcessAfterARollBack() throws Exception {
        var source = devices.source(file("three.jsonl", THREE), 1, false);
        var first = new FakeSession(devices.time);
        first.limit = 1;
        source.run(first);
        var again = FakeSession.of(devices.time, Cause.ROLLBACK);
        again.token = source.token();
        again.nextSeq = 2;
        source.run(again);
        assertThat(again.sent).containsExactly(down(KEY_B), up(KEY_A));
        assertThat(again.origins.getFirst() - first.origins.getFirst()).isEqualTo(500_000_000);
    }

    @Test
    void playsTextInItsPlace() throws Exception {
        var session = new FakeSession(devices.time);
        devices.source(file("text.jsonl", "{\"t\":0,\"text\":\"é\"}\n{\"t\":1,\"text\":\"\\u20ac\"}"), 0, false)
                .run(session);
        assertThat(session.sent).containsExactly(new TextEvent("é"), new TextEvent("€"));
    }

    @Test
    void endsAtOnceWhenThereIsNothingToPlayEvenInALoop() throws Exception {
        devices.source(file("empty.evemu", ""), 1, true).run(new FakeSession(devices.time));
        assertThat(devices.log()).contains("there is nothing to play");
    }

    @Test
    void namesAFileThatIsNotThere() {
        var source = devices.source(folder.resolve("gone.jsonl"), 1, false);
        assertFailure(source, DeviceFailure.Reason.NO_INPUT,
                "cannot read " + folder.resolve("gone.jsonl") + ": no such file");
    }

    @Test
    void refusesAFolder() throws Exception {
        var source = devices.source(Files.createDirectory(folder.resolve("d.jsonl")), 1, false);
        assertFailure(source, DeviceFailure.Reason.NO_INPUT,
                "cannot read " + folder.resolve("d.jsonl") + ": it is a folder");
    }

    @Test
    void checksTheWholeFileBeforeTheFirstEvent() throws Exception {
        var file = file("bad.jsonl", THREE + "\n{\"t\":12,\"code\":\"KeyÄ\",\"state\":\"up\"}\n");
        var session = new FakeSession(devices.time);
        assertThatThrownBy(() -> devices.source(file, 1, false).run(session)).isInstanceOf(DeviceFailure.class)
                .hasMessageStartingWith(file + ":5:16: ")
                .extracting(e -> ((DeviceFailure) e).reason())
                .isEqualTo(DeviceFailure.Reason.BAD_DATA);
        assertThat(session.sent).isEmpty();
    }

    @Test
    @Timeout(20)
    void playsHundredsOfThousandsOfEventsQuickly() throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            lines.append("{\"t\":").append(i / 1000.0).append(",\"code\":\"KeyA\",\"state\":\"")
                    .append(i % 2 == 0 ? "down" : "up").append("\"}\n");
        }
        var session = new FakeSession(devices.time);
        devices.source(file("many.jsonl", lines.toString()), 0, false).run(session);
        assertThat(session.sent).hasSize(200_000);
        assertThat(alternates(session.sent)).isTrue();
    }

    private static boolean alternates(List<InputEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).equals(new KeyEvent(KEY_A, i % 2 == 0))) {
                return false;
            }
        }
        return true;
    }

    private void assertFailure(KeyboardSource source, DeviceFailure.Reason reason, String message) {
        assertThatThrownBy(() -> source.run(new FakeSession(devices.time))).isInstanceOf(DeviceFailure.class)
                .hasMessage(message)
                .extracting(e -> ((DeviceFailure) e).reason())
                .isEqualTo(reason);
    }
}
