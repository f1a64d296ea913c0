// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Ends of streams, of links and of processes: what waits goes out first, what is down is released, all is told. */
class StreamEndTest {
    private static final int A = 0x70004;
    private static final int B = 0x70005;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice source = desk.running("source");
    private final FakeDevice second = desk.running("second");
    private final FakeDevice sink = desk.running("sink");

    StreamEndTest() {
        desk.link("source", "sink");
        desk.link("second", "sink");
    }

    @Test
    void releasesWhatIsDownWhenAStreamEnds() throws WireException {
        source.key(source.out(), A, true);
        source.end(source.out());
        desk.settle();

        assertThat(sink.down()).isEmpty();
        assertThat(desk.status("source", "sink")).matches(link -> link.ended() && link.out() == 1);
    }

    @Test
    void keepsDownWhatAnotherLinkHoldsToo() throws WireException {
        source.key(source.out(), A, true);
        second.key(second.out(), A, true);
        source.key(source.out(), B, true);
        desk.settle();
        source.die();
        desk.settle();
        assertThat(sink.down()).containsExactly(A);

        second.key(second.out(), A, false);
        desk.settle();
        assertThat(sink.down()).isEmpty();
        assertThat(desk.status("second", "sink").dropped()).containsEntry("stale", 1L);
    }

    @Test
    void releasesBehindWhatADeadSourceHadSent() throws WireException {
        sink.lazy = true;
        source.key(source.out(), A, true);
        source.key(source.out(), A, false);
        source.key(source.out(), B, true);
        source.flush();
        source.die();
        desk.settle();

        assertThat(sink.down()).isEmpty();
        assertThat(desk.status("source", "sink").out()).isEqualTo(3);
    }

    @Test
    void goesOnWithTheNextEventOfAResumedSource() throws WireException {
        source.key(source.out(), A, true);
        source.flush();
        int stream = source.out().number();
        source.die();
        source.run(true);
        assertThat(source.out().number()).isEqualTo(stream);

        source.key(source.out(), A, false);
        source.end(source.out());
        desk.settle();
        assertThat(desk.status("source", "sink").dropped()).containsEntry("stale", 1L);
        assertThat(desk.status("source", "sink").ended()).isTrue();
    }

    @Test
    void beginsANewStreamForASourceThatCannotGoOn() throws WireException {
        source.key(source.out(), A, true);
        source.flush();
        int stream = source.out().number();
        source.die();
        source.run(false);

        assertThat(source.out().number()).isNotEqualTo(stream);
        source.key(source.out(), A, true);
        desk.settle();
        assertThat(sink.down()).containsExactly(A);
        assertThat(desk.status("source", "sink").out()).isEqualTo(2);
    }

    @Test
    void endsWithALinkBehindWhatWaitsThere() throws WireException {
        sink.lazy = true;
        source.key(source.out(), A, true);
        source.text(source.out(), 3);
        source.flush();
        desk.unlink("source", "sink", "keys");
        desk.settle();

        assertThat(sink.down()).isEmpty();
        assertThat(desk.ledger.lastReceived("sink", source.out().number())).isEqualTo(2);
        assertThat(sink.ins).doesNotContainKey(source.out().number());
    }

    @Test
    void releasesWhatALinkHeldThatWentWhileNoProcessHadThePlace() throws WireException {
        source.key(source.out(), A, true);
        desk.settle();
        sink.handOver(true);
        sink.withdraw();
        desk.unlink("source", "sink", "keys");
        sink.takeBack();
        sink.activated();
        desk.settle();

        assertThat(sink.down()).isEmpty();
    }

    @Test
    void takesALinksPlaceWithoutMixingItsEvents() throws WireException {
        source.key(source.out(), A, true);
        source.text(source.out(), 3);
        source.flush();
        desk.link("source", "sink", 7);
        desk.link("source", "sink", 8);
        source.key(source.out(), B, true);
        desk.settle();

        assertThat(sink.down()).containsExactly(B);
        assertThat(desk.status("source", "sink").out()).isEqualTo(1);
    }

    @Test
    void acceptsAcknowledgementsOfALinkThatWentWhileItsSinkIsStopping() throws WireException {
        source.text(source.out(), 3);
        source.flush();
        sink.hold();
        desk.unlink("source", "sink", "keys");
        sink.readAll();

        assertThatCode(() -> sink.acknowledge(1)).doesNotThrowAnyException();
    }

    @Test
    void refusesAcknowledgementsOfWhatWasNotSent() throws WireException {
        source.text(source.out(), 3);
        desk.settle();
        int stream = source.out().number();

        assertThatThrownBy(() -> sink.sink().acknowledged(stream, 1, 1)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> sink.sink().acknowledged(stream, 1, 1000)).isInstanceOf(WireException.class);
        assertThatCode(() -> sink.sink().acknowledged(4711, 1, 1)).doesNotThrowAnyException();
    }

    @Test
    void tellsALinkThatComesLateThatItsStreamHasEnded() throws WireException {
        var late = desk.running("late");
        source.end(source.out());
        desk.link("source", "late");
        late.readAll();

        assertThat(desk.status("source", "late").ended()).isTrue();
        assertThat(late.ins).isEmpty();
    }

    @Test
    void waitsForASinkThatDiesBeforeItWasToldOfTheEnd() throws WireException {
        source.key(source.out(), A, true);
        source.end(source.out());
        assertThat(desk.status("source", "sink").ended()).isFalse();
        sink.die();
        assertThat(desk.status("source", "sink")).matches(link -> !link.ended() && link.sourceEnded());

        sink.run(false);
        desk.settle();
        assertThat(desk.status("source", "sink").ended()).isTrue();
        assertThat(desk.status("source", "sink").dropped()).containsEntry("lost", 1L);
    }

    @Test
    void waitsForEventsThatWereTakenAndAreNotYetProcessed() throws WireException {
        source.text(source.out(), 3);
        source.end(source.out());
        sink.readAll();
        sink.acknowledge(0);
        assertThat(desk.status("source", "sink")).matches(link -> !link.ended() && link.inFlight() == 1);

        desk.settle();
        assertThat(desk.status("source", "sink")).matches(link -> link.ended() && link.out() == 1);
    }

    @Test
    void reachesASinkThatWasDownMeanwhile() throws WireException {
        source.key(source.out(), A, true);
        source.flush();
        sink.die();
        desk.look(Duration.ofSeconds(2));
        source.key(source.out(), B, true);
        source.end(source.out());
        source.die();
        source.run(false);
        source.end(source.out());
        assertThat(desk.status("source", "sink")).matches(link -> link.state().equals("DOWN") && !link.ended());

        sink.run(false);
        desk.settle();
        assertThat(desk.status("source", "sink")).matches(link -> link.state().equals("UP") && link.ended());
        assertThat(sink.down()).isEmpty();
    }

    @Test
    void countsAsEndedWhenTheSourceWasStopped() throws WireException {
        desk.graph.ended("source", EndReason.STOPPED);
        desk.settle();

        assertThat(desk.graph.outputsEnded("source")).isTrue();
        assertThat(desk.graph.outputsEnded("nobody")).isFalse();
        assertThat(desk.status("source", "sink").ended()).isTrue();
    }
}
