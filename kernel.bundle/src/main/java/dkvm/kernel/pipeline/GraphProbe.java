// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import java.util.List;
import java.util.Optional;

/** Looks into a graph: at its ports and rules, at what was done by hand, at the events that pass. Any thread may. */
public final class GraphProbe {
    private final Graph graph;

    /**
     * Has looked at nothing yet.
     *
     * @param graph what to look at
     */
    public GraphProbe(Graph graph) {
        this.graph = graph;
    }

    /**
     * A device's ports.
     *
     * @param device the device's id
     * @return none while they are not known
     */
    public List<Port> ports(String device) {
        return graph.look((endpoints, _) -> endpoints.find(device).map(Endpoint::ports).orElse(List.of()));
    }

    /**
     * What the links carry, as far as that is known.
     *
     * @return a snapshot
     */
    public List<LinkRule> rules() {
        return graph.links().stream().map(link -> link.sink
                .locked(_ -> new LinkRule(link.from, link.to(), link.kind, link.overflow, link.capacity))).toList();
    }

    /**
     * What was linked and unlinked by hand.
     *
     * @return a snapshot
     */
    public ByHand byHand() {
        return graph.look((_, links) -> links.wanted.byHand());
    }

    /**
     * Looks at the events that pass a port: at an output those that its device sends, at an input those that are written
     * to its device.
     *
     * @param end {@code DEVICE.PORT}, or {@code DEVICE} where it has no other port
     * @param direction which ports are meant; empty: all
     * @return the events from now on, to be closed
     * @throws IllegalArgumentException if no port, or none alone, is called so: what is wrong; what to do
     */
    public Tap tap(String end, Optional<Direction> direction) {
        return graph.look((endpoints, _) -> new TapRequest(endpoints).open(end, direction));
    }
}
