// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.DeviceRules.Found;
import dkvm.kernel.config.YamlNode.Scalar;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the port that {@code DEVICE} or {@code DEVICE.PORT} names in a pipeline. */
final class Endpoints {
    private final Map<String, Found> devices;
    private final Findings findings;

    Endpoints(Map<String, Found> devices, Findings findings) {
        this.devices = devices;
        this.findings = findings;
    }

    /**
     * One end of a link.
     *
     * @param port empty while the device's ports are unknown and none was written
     * @param kind what it carries, if known
     */
    record Endpoint(String device, String port, Optional<StreamKind> kind, Position position) {
        String text() {
            return LinkEntry.end(device, port);
        }
    }

    /** The port; empty if there is none, which has then been reported. */
    Optional<Endpoint> find(Scalar reference, Direction direction) {
        var text = reference.text();
        var device = LinkEntry.device(text);
        var port = LinkEntry.port(text);
        var found = devices.get(device);
        if (found == null) {
            findings.error(reference.position(),
                    "no device " + Words.quote(device) + Words.didYouMean(device, devices.keySet(), "there are"));
            return Optional.empty();
        }
        if (port.isEmpty() ? text.contains(".") : port.contains(">")) {
            findings.error(reference.position(), "DEVICE or DEVICE.PORT expected, not " + Words.quote(text));
            return Optional.empty();
        }
        if (found.ports().isEmpty()) {
            return Optional.of(new Endpoint(device, port, Optional.empty(), reference.position()));
        }
        return select(device, port, direction, found.ports().get(), reference.position())
                .map(p -> new Endpoint(device, p.name(), Optional.of(p.kind()), reference.position()));
    }

    private Optional<Port> select(String device, String name, Direction direction, List<Port> all, Position at) {
        var ports = all.stream().filter(port -> port.direction() == direction).toList();
        var names = ports.stream().map(Port::name).toList();
        var put = direction == Direction.OUT ? "output" : "input";
        if (ports.isEmpty()) {
            findings.error(at, Words.quote(device) + " has no " + put + (all.isEmpty()
                    ? "; give it ports"
                    : "; use it under " + (direction == Direction.OUT ? "\"to\"" : "\"from\"")));
            return Optional.empty();
        }
        if (name.isEmpty()) {
            if (ports.size() > 1) {
                findings.error(at, Words.quote(device) + " has several " + put + "s; name one: "
                        + Words.list(names.stream().map(port -> LinkEntry.end(device, port)).toList()));
                return Optional.empty();
            }
            return Optional.of(ports.getFirst());
        }
        var port = ports.stream().filter(p -> p.name().equals(name)).findFirst();
        if (port.isEmpty()) {
            findings.error(at,
                    Words.quote(device) + (direction == Direction.OUT ? " gives out" : " takes in") + " no port "
                            + Words.quote(name)
                            + Words.didYouMean(name, names, "there are"));
        }
        return port;
    }
}
