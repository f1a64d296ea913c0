// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.memory.Memory;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.wire.v1.EndReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The devices of the graph, and the streams they give out. Guarded by the graph. */
final class Endpoints {
    private final Map<String, Endpoint> all = new TreeMap<>();
    private final Memory memory;
    private int lastStream;

    Endpoints(Memory memory) {
        this.memory = memory;
    }

    Collection<Endpoint> all() {
        return all.values();
    }

    Set<String> names() {
        return all.keySet();
    }

    Optional<Endpoint> find(String device) {
        return Optional.ofNullable(all.get(device));
    }

    /** A device; one that nobody knew of yet is made. */
    Endpoint get(String device) {
        return all.computeIfAbsent(device, id -> new Endpoint(id, memory));
    }

    /** A link with its ports' names, as far as they are known. */
    LinkEntry full(LinkEntry link) {
        return new LinkEntry(link.fromDevice(), name(link.fromDevice(), link.fromPort(), Direction.OUT),
                link.toDevice(), name(link.toDevice(), link.toPort(), Direction.IN));
    }

    private String name(String device, String port, Direction direction) {
        return find(device).flatMap(endpoint -> endpoint.port(direction, port)).map(Port::name).orElse(port);
    }

    /** The stream of an output; the first one is made. */
    SourceStream stream(Endpoint endpoint, Port port) {
        return endpoint.streams.computeIfAbsent(port.name(), _ -> make(endpoint, port, List.of()));
    }

    /** The stream of an output, begun anew where the one before cannot go on. */
    SourceStream stream(Endpoint endpoint, Port port, boolean goesOn) {
        var before = stream(endpoint, port);
        if (goesOn || (!before.ended() && before.nextSeq() == 1)) {
            return before;
        }
        before.end(EndReason.STOPPED);
        var stream = make(endpoint, port, before.links());
        endpoint.streams.put(port.name(), stream);
        return stream;
    }

    private SourceStream make(Endpoint endpoint, Port port, List<Link> links) {
        return new SourceStream(++lastStream, endpoint.sink.device(), port, links, memory);
    }
}
