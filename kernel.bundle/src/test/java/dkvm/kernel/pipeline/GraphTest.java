// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.memory.TestMemory;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.StreamStats;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GraphTest {
    private final FakeDesk desk = new FakeDesk();

    @Test
    void showsLinksWhoseDevicesAreNotKnownAndMakesThemWhenTheyAre() {
        desk.graph.pipeline(new PipelineEntry("p", List.of(new LinkEntry("a", "", "b", "")), Optional.empty(),
                OptionalInt.empty()));
        assertThat(desk.graph.status()).singleElement()
                .matches(link -> link.from().equals("a") && link.to().equals("b") && link.state().equals("HELD"));

        desk.device("a");
        desk.device("b");
        assertThat(desk.graph.status()).singleElement()
                .matches(link -> link.from().equals("a.keys") && link.to().equals("b.keys") && link.lossless());
    }

    @Test
    void leavesLinksAloneThatAreWantedAsBefore() throws WireException {
        var a = desk.running("a");
        desk.running("b");
        desk.link("a", "b");
        a.text(a.out(), 1);
        desk.settle();
        desk.link("a", "b");
        desk.device("c");
        desk.link("a", "c");

        assertThat(desk.status("a", "b").out()).isEqualTo(1);
    }

    @Test
    void anOutputThatIsNoLongerThereNeedNotEnd() throws WireException {
        desk.running("a");
        desk.graph.gone("a");
        var now = desk.graph.attach("a", desk.device("a", Port.out("now", StreamKind.KEYBOARD)),
                TestMemory.tenant("a"), true);

        now.source().end(now.streams().getFirst().getStream(), EndReason.FINISHED);

        assertThat(desk.graph.outputsEnded("a")).isTrue();
    }

    @Test
    void sendsAnOutputOnceToADevice() {
        desk.device("a");
        desk.device("b");
        desk.link("a", "b");
        desk.graph.pipeline(new PipelineEntry("again", List.of(new LinkEntry("a", "keys", "b", "keys")),
                Optional.empty(), OptionalInt.of(5)));

        assertThat(desk.graph.status()).hasSize(2);
        assertThat(desk.graph.status().getFirst().lossless()).isTrue();
        assertThat(desk.graph.status().getLast().lossless()).isFalse();
    }

    @Test
    void takesSixtyFourLinksIntoADevice() {
        desk.device("sink");
        for (int i = 0; i < 65; i++) {
            desk.device("s" + i);
            desk.link("s" + i, "sink");
        }

        assertThat(desk.graph.status().stream().filter(link -> link.lossless())).hasSize(64);
        desk.unlink("s3", "sink", "keys");
        desk.link("s64", "sink");
        assertThat(desk.graph.status().stream().filter(link -> link.lossless())).hasSize(64);
    }

    @Test
    void keepsTheNewestOrTheOldestWhereItMayDrop() throws WireException {
        var a = desk.device("a", Port.out("data", StreamKind.DATA));
        for (var overflow : List.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST)) {
            var sink = desk.device(overflow.id(), Port.in("data", StreamKind.DATA));
            desk.link("a", sink.id, "data", Optional.of(overflow), OptionalInt.of(3));
        }
        a.run(false);
        for (int i = 0; i < 10; i++) {
            a.data(a.out(), 1);
            a.flush();
            a.readAll();
        }
        for (var overflow : List.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST)) {
            desk.get(overflow.id()).run(false);
        }
        desk.settle();

        int stream = a.out().number();
        assertThat(desk.ledger.lastReceived("drop-oldest", stream)).isEqualTo(10);
        assertThat(desk.ledger.lastReceived("drop-newest", stream)).isEqualTo(3);
        assertThat(desk.graph.status()).allSatisfy(link -> {
            assertThat(link.out()).isEqualTo(3);
            assertThat(link.dropped()).containsEntry("overflow", 7L);
        });
    }

    @Test
    void keepsLatenciesOfTheStreamTheyWereMeasuredOn() throws WireException {
        var a = desk.running("a");
        var b = desk.running("b");
        desk.link("a", "b");
        a.text(a.out(), 1);
        desk.settle();
        assertThat(desk.status("a", "b").latency()).isEmpty();

        b.sink().measured(StreamStats.newBuilder().setStream(a.out().number()).addBuckets(20).addCounts(4).setMaxUs(20)
                .build());
        b.sink().measured(StreamStats.newBuilder().setStream(4711).addBuckets(9).addCounts(1).setMaxUs(9).build());
        assertThat(desk.status("a", "b").latency()).hasValueSatisfying(it -> assertThat(it.max()).isEqualTo(20));
    }
}
