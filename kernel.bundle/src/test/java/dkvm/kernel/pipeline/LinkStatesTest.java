// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.pipeline.Link.State;
import dkvm.kernel.pipeline.LinkQueue.Mark;
import dkvm.kernel.memory.TestMemory;
import dkvm.sdk.event.StreamKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkStatesTest {
    private static final int CAPACITY = 4;

    private final Link link = new Link("p", "a.keys", new SinkEnd("b", TestMemory.none(), new Taps()),
            StreamKind.KEYBOARD,
            Overflow.BLOCK, CAPACITY, 0, TestMemory.none());

    /** From a state, with a sink that is RUNNING or not and was or not, so many events that wait, after a stall. */
    @ParameterizedTest
    @CsvSource({
            "UP,   true,  true,  0, 0,     UP",
            "UP,   true,  true,  4, 249,   UP",
            "UP,   true,  true,  1, 250,   HELD",
            "UP,   true,  true,  3, 99999, HELD",
            "HELD, true,  true,  4, 1999,  HELD",
            "HELD, true,  true,  4, 2000,  DOWN",
            "HELD, true,  true,  0, 99999, UP",
            "UP,   false, true,  0, 0,     HELD",
            "UP,   false, true,  0, 1999,  HELD",
            "HELD, false, true,  0, 2000,  DOWN",
            "HELD, false, false, 4, 9999,  HELD",
            "HELD, false, false, 0, 10000, DOWN",
            "DOWN, false, true,  0, 0,     DOWN",
            "DOWN, true,  true,  0, 0,     UP",
    })
    void follow(State before, boolean open, boolean everOpen, int events, long stalledMillis, State after) {
        for (int seq = 1; seq <= events; seq++) {
            link.inFlight.wrote(seq, 10);
        }
        link.state = before;
        LinkStates.look(link, open, everOpen, true, Duration.ofMillis(stalledMillis).toNanos());

        assertThat(link.state).isEqualTo(after);
        assertThat(link.releasing).isEqualTo(after == State.DOWN && before != State.DOWN);
    }

    @Test
    void stayDownUntilTheSinkTakesSomething() {
        link.state = State.DOWN;
        LinkStates.look(link, true, true, false, 1);
        assertThat(link.state).isEqualTo(State.DOWN);

        link.inFlight.wrote(1, 10);
        LinkStates.look(link, true, true, true, 1);
        assertThat(link.state).isEqualTo(State.DOWN);
    }

    @Test
    void dropEventsAndKeepTheBeginningsAndEndsOfStreams() {
        var event = new byte[10];
        link.queue.add(Mark.BEGIN, 1, 7);
        link.queue.add(Mark.DOWN, 1, 4, event, 0, event.length);
        link.queue.add(Mark.RELEASE, 0, 0);
        link.queue.add(Mark.PLAIN, 2, 0, event, 0, event.length);
        link.queue.add(Mark.END, 0, 1);
        LinkStates.down(link);

        assertThat(link.dropped[Dropped.DOWN.ordinal()]).isEqualTo(2);
        assertThat(link.queue.events()).isZero();
        assertThat(link.queue.mark()).isEqualTo(Mark.BEGIN);
        assertThat(link.queue.usage()).isEqualTo(7);
        link.queue.remove();
        assertThat(link.queue.mark()).isEqualTo(Mark.END);
        link.queue.remove();
        assertThat(link.queue.isEmpty()).isTrue();
    }
}
