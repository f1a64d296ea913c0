// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GraphProbeTest {
    private static final LinkEntry LINK = new LinkEntry("a", "keys", "b", "keys");

    private final FakeDesk desk = new FakeDesk();
    private final GraphProbe probe = new GraphProbe(desk.graph);

    private void make(int capacity) {
        assertThat(desk.graph.link("a", "b", Optional.empty(), OptionalInt.of(capacity)).join()).isEmpty();
    }

    @Test
    void knowsPortsAndRules() {
        desk.device("a");
        desk.device("b");
        desk.link("a", "b", 7);
        assertThat(probe.ports("a")).hasSize(2);
        assertThat(probe.ports("nobody")).isEmpty();
        assertThat(probe.rules())
                .containsExactly(new LinkRule("a.keys", "b.keys", StreamKind.KEYBOARD, Overflow.BLOCK, 7));
    }

    @Test
    void knowsWhatWasDoneByHand() {
        desk.device("a");
        desk.device("b");
        desk.link("a", "b");
        assertThat(probe.byHand()).isEqualTo(new ByHand(List.of(), List.of()));
        assertThat(desk.graph.unlink("a", "b")).isTrue();
        assertThat(probe.byHand()).isEqualTo(new ByHand(List.of(), List.of(LINK)));
        make(3);
        assertThat(probe.byHand()).isEqualTo(new ByHand(List.of(LINK), List.of()));
        assertThat(desk.graph.unlink("a", "b")).isTrue();
        desk.unlink("a", "b", "keys");
        assertThat(probe.byHand()).as("it is no longer configured").isEqualTo(new ByHand(List.of(), List.of()));
    }

    @Test
    void aLinkMadeByHandStaysWhenItIsConfiguredLater() {
        desk.device("a");
        desk.device("b");
        make(3);
        desk.link("a", "b");
        assertThat(desk.graph.status()).singleElement()
                .satisfies(link -> assertThat(link.pipeline()).isEqualTo(WantedLinks.BY_HAND));
        assertThat(desk.graph.unlink("a", "b")).isTrue();
        assertThat(desk.graph.status()).isEmpty();
    }
}
