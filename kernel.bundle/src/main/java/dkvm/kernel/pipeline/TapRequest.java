// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Words;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import java.util.List;
import java.util.Optional;

/** A port that somebody wants to look at: which one is meant, or why none is. Guarded by the graph. */
final class TapRequest {
    private final Endpoints endpoints;

    TapRequest(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Opens it. */
    Tap open(String end, Optional<Direction> wanted) {
        var device = LinkEntry.device(end);
        var endpoint = endpoints.find(device).filter(Endpoint::known)
                .orElseThrow(() -> new IllegalArgumentException("there is no device " + Words.quote(device)
                        + ", or nobody knows its ports yet" + Words.didYouMean(device, endpoints.names())
                        + "; see \"dkvm ctl devices\""));
        var port = port(end, endpoint, wanted);
        return (port.direction() == Direction.OUT ? endpoint.outputTaps : endpoint.inputTaps).open(port.name());
    }

    private static Port port(String end, Endpoint endpoint, Optional<Direction> wanted) {
        var name = LinkEntry.port(end);
        var all = endpoint.ports().stream().filter(port -> wanted.isEmpty() || port.direction() == wanted.get())
                .toList();
        var meant = all.stream().filter(port -> name.isEmpty() || port.name().equals(name)).toList();
        if (meant.isEmpty()) {
            throw new IllegalArgumentException(
                    Words.quote(end) + " is no port" + (all.isEmpty() ? " of that direction" : "; " + thereAre(all)));
        }
        if (meant.size() > 1) {
            throw new IllegalArgumentException(
                    Words.quote(end) + (name.isEmpty()
                            ? " has several ports; " + thereAre(meant)
                            : " is an output and an input; say which with --out or --in"));
        }
        return meant.getFirst();
    }

    private static String thereAre(List<Port> ports) {
        return "there are " + Words.list(ports.stream().map(Port::name).distinct().toList());
    }
}
