// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Envelope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LinkWatchTest {
    private static final Outlet NOWHERE = new Outlet() {
        @Override
        public void send(Envelope message) {}

        @Override
        public void pump() {}
    };

    private final Graph graph = new Graph(TestMemory.none());
    private final LinkWatch watch = new LinkWatch(graph);

    private static LinkChange change(String before, String state, boolean removed) {
        return new LinkChange("typing", "keys.keys", "paper.keys", before, state, removed);
    }

    @Test
    void seesEachChangeOnce() {
        assertThat(watch.look()).isEmpty();
        graph.ports("keys", List.of(Port.out("keys", StreamKind.KEYBOARD)));
        graph.ports("paper", List.of(Port.in("keys", StreamKind.KEYBOARD)));
        graph.pipeline(new PipelineEntry("typing", List.of(new LinkEntry("keys", "keys", "paper", "keys")),
                Optional.empty(), OptionalInt.empty()));
        assertThat(watch.look()).containsExactly(change("", "HELD", false));
        assertThat(watch.look()).isEmpty();

        graph.attach("paper", NOWHERE, TestMemory.tenant("paper"), false);
        graph.opened("paper");
        assertThat(watch.look()).containsExactly(change("HELD", "UP", false));
        graph.gone("paper");
        graph.look(LinkStates.DOWN_AFTER_NANOS);
        assertThat(watch.look()).containsExactly(change("UP", "DOWN", false));

        graph.removePipeline("typing");
        assertThat(watch.look()).containsExactly(change("DOWN", "DOWN", true));
        assertThat(watch.look()).isEmpty();
    }
}
