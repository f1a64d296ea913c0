// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Memory;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A configured device as the graph sees it, whether it runs or not. Guarded by the graph. */
final class Endpoint {
    final SinkEnd sink;
    /** The newest stream of each output. */
    final Map<String, SourceStream> streams = new TreeMap<>();
    /** What the device's process produces, if it has one. */
    @Nullable
    SourceEnd source;
    /** Empty until the device's type is known. */
    private List<Port> ports = List.of();
    final Taps outputTaps = new Taps();
    final Taps inputTaps = new Taps();

    Endpoint(String device, Memory memory) {
        sink = new SinkEnd(device, memory, inputTaps);
    }

    void ports(List<Port> newPorts) {
        ports = List.copyOf(newPorts);
    }

    List<Port> ports() {
        return ports;
    }

    /** Whether its ports are known. */
    boolean known() {
        return !ports.isEmpty();
    }

    /** Nobody hears of an output any more that a process before this one had, unless a link goes from there. */
    void forgetFormerOutputs() {
        streams.values().removeIf(
                stream -> stream.links().isEmpty() && port(Direction.OUT, stream.port).isEmpty());
    }

    List<Port> ports(Direction direction) {
        return ports.stream().filter(port -> port.direction() == direction).toList();
    }

    /** A port by name; without a name, the only one. */
    Optional<Port> port(Direction direction, String name) {
        var all = ports(direction);
        return name.isEmpty() && all.size() == 1
                ? Optional.of(all.getFirst())
                : all.stream().filter(port -> port.name().equals(name)).findFirst();
    }
}
