// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.pipeline.FakeDevice.Out;
import dkvm.sdk.wire.WireException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Invariant 7: a sink that takes nothing delays no other until its own queue is full, and then for 2 s at most. */
@Execution(ExecutionMode.CONCURRENT)
class StoppedSinkTest {
    private static final int A = 0x70004;
    private static final int CAPACITY = 100;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice source = desk.device("source");
    private final FakeDevice stopped = desk.running("stopped");
    private final FakeDevice other = desk.running("other");

    StoppedSinkTest() {
        desk.link("source", "stopped", CAPACITY);
        desk.link("source", "other", CAPACITY);
        source.run(false);
        stopped.readAll();
    }

    @Test
    void delaysNoOtherSinkUntilItsQueueIsFullAndThenTwoSeconds() throws WireException {
        assertThat(sendAll()).isEqualTo(CAPACITY);
        assertThat(desk.status("source", "other").out()).isEqualTo(CAPACITY);

        desk.look(Duration.ofMillis(1999));
        assertThat(sendAll()).isZero();

        desk.look(Duration.ofMillis(1));
        assertThat(desk.status("source", "stopped").state()).isEqualTo("DOWN");
        source.readAll();
        assertThat(send(1000)).isEqualTo(1000);
        assertThat(desk.status("source", "other").out()).isEqualTo(CAPACITY + 1000);
    }

    @Test
    void getsNothingLateAndItsKeysReleasedWhenItComesBack() throws WireException {
        source.key(source.out(), A, true);
        source.flush();
        stopped.readAll();
        stopped.acknowledge(1);
        assertThat(stopped.down()).containsExactly(A);
        fillWindow(source);
        desk.look(Duration.ofSeconds(2));
        var before = desk.status("source", "stopped");
        send(10);

        desk.settle();
        desk.look(Duration.ofMillis(100));

        var after = desk.status("source", "stopped");
        assertThat(after.state()).isEqualTo("UP");
        assertThat(after.out()).as("what was in its pipe, and no more").isEqualTo(before.out() + before.inFlight());
        assertThat(after.dropped()).containsEntry("down", after.in() - after.out());
        assertThat(stopped.down()).isEmpty();

        source.key(source.out(), A, true);
        desk.settle();
        assertThat(stopped.down()).containsExactly(A);
    }

    @Test
    void delaysNoSourceWhoseEventsItsWindowHasNoRoomFor() throws WireException {
        var second = desk.running("second");
        desk.link("second", "stopped", CAPACITY);
        fillWindow(source);
        while (second.text(second.out(), 10)) {
            second.flush();
        }
        assertThat(desk.status("second", "stopped").inFlight()).isZero();

        desk.look(Duration.ofSeconds(1));
        desk.look(Duration.ofSeconds(1));

        second.readAll();
        assertThat(second.out().free()).isTrue();
        for (int i = 0; i < 10; i++) {
            desk.look(Duration.ofMillis(100));
            assertThat(desk.status("second", "stopped").state()).isEqualTo("DOWN");
        }
        desk.settle();
        desk.look(Duration.ofMillis(100));
        assertThat(desk.status("second", "stopped").state()).isEqualTo("UP");
    }

    @Test
    void delaysNoSourceThatWaitsForBytes() throws WireException {
        while (source.text(source.out(), 40_000)) {
            source.flush();
            takeAt(other);
        }
        assertThat(desk.status("source", "stopped").in()).isLessThan(CAPACITY);

        desk.look(Duration.ofSeconds(2));

        assertThat(desk.status("source", "stopped").state()).isEqualTo("DOWN");
        source.readAll();
        assertThat(source.out().free()).isTrue();
    }

    @Test
    void isNotDownAsLongAsItTakesSomethingNowAndThen() throws WireException {
        sendAll();
        for (int i = 0; i < 20; i++) {
            desk.look(Duration.ofMillis(1500));
            assertThat(desk.status("source", "stopped").state()).isEqualTo("HELD");
            stopped.read(1);
            stopped.acknowledge(1);
            sendAll();
        }
    }

    @Test
    void isNotDownWhileItsQueueIsNotFull() throws WireException {
        send(CAPACITY - 1);
        desk.look(Duration.ofHours(1));

        assertThat(desk.status("source", "stopped").state()).isEqualTo("HELD");
    }

    @Test
    void hasTwoSecondsToComeBackHoweverLongItTookNothingBefore() throws WireException {
        send(1);
        desk.look(Duration.ofHours(1));
        stopped.die();
        desk.look(Duration.ofMillis(1999));
        assertThat(desk.status("source", "stopped").state()).isEqualTo("HELD");

        stopped.run(false);
        sendAll();
        desk.look(Duration.ofMillis(1999));
        assertThat(desk.status("source", "stopped").state()).isEqualTo("HELD");
    }

    @Test
    void isDownTwoSecondsAfterItStoppedRunningHoweverOftenItIsTried() throws WireException {
        sendAll();
        stopped.die();
        for (int i = 0; i < 4; i++) {
            desk.look(Duration.ofMillis(500));
            stopped.attach(false);
            stopped.die();
        }

        assertThat(desk.status("source", "stopped").state()).isEqualTo("DOWN");
        source.readAll();
        assertThat(sendAll()).isPositive();
    }

    @Test
    void hasTenSecondsForItsFirstStart() throws WireException {
        desk.device("late");
        desk.link("source", "late", CAPACITY);
        sendAll();
        desk.look(Duration.ofMillis(9999));
        assertThat(desk.status("source", "late").state()).isEqualTo("HELD");

        desk.look(Duration.ofMillis(1));
        assertThat(desk.status("source", "late").state()).isEqualTo("DOWN");
    }

    /** As many events as there is credit for, but no more than so many; all but the stopped sink take them. */
    private int send(int most) throws WireException {
        int sent = 0;
        while (sent < most && source.text(source.out(), 5)) {
            sent++;
            source.flush();
            takeAt(other);
        }
        return sent;
    }

    private int sendAll() throws WireException {
        return send(100_000);
    }

    private void takeAt(FakeDevice sink) throws WireException {
        sink.readAll();
        sink.acknowledge(Integer.MAX_VALUE);
        source.readAll();
        desk.balanced();
    }

    private void fillWindow(FakeDevice from) throws WireException {
        Out out = from.out();
        while (from.text(out, 1000)) {
            from.flush();
            takeAt(other);
        }
    }
}
