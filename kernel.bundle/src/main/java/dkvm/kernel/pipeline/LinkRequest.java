// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A link that is asked for by hand: whether it can be, in the words of the configuration's rules. Guarded by the graph. */
final class LinkRequest {
    private final Endpoints endpoints;
    private final WantedLinks wanted;
    private final Predicate<LinkEntry> refused;

    /**
     * Looks at what there is.
     *
     * @param endpoints the devices
     * @param wanted the links there shall be
     * @param refused whether there was no memory for one of them: it may be asked for again
     */
    LinkRequest(Endpoints endpoints, WantedLinks wanted, Predicate<LinkEntry> refused) {
        this.endpoints = endpoints;
        this.wanted = wanted;
        this.refused = refused;
    }

    /** What is wrong with it; what to do. */
    Optional<String> refusal(String from, String to, Optional<Overflow> overflow, OptionalInt capacity) {
        var out = port(from, Direction.OUT);
        var in = port(to, Direction.IN);
        if (out == null || in == null) {
            return Optional.of(out == null ? unknown(from, Direction.OUT) : unknown(to, Direction.IN));
        }
        if (out.kind() != in.kind()) {
            return Optional.of(from + " gives out " + out.kind().id() + " events, " + to + " takes " + in.kind().id()
                    + "; link ports of one kind");
        }
        var allowed = Overflow.allowed(out.kind());
        if (overflow.isPresent() && !allowed.contains(overflow.get())) {
            return Optional.of("overflow " + overflow.get().id() + " is not for " + out.kind().id() + " links; use "
                    + allowed.stream().map(Overflow::id).collect(Collectors.joining(" or ")));
        }
        if (capacity.isPresent() && overflow.orElse(Overflow.defaultOf(out.kind())) == Overflow.LATEST
                && capacity.getAsInt() != 1) {
            return Optional.of("capacity " + capacity.getAsInt() + " is not for latest, which keeps the newest alone");
        }
        return find(from, to).filter(link -> !refused.test(link)).isPresent()
                ? Optional.of("there is a link from " + from + " to " + to + " already")
                : Optional.empty();
    }

    /** The link by its ports' full names. */
    LinkEntry entry(String from, String to) {
        return endpoints.full(new LinkEntry(LinkEntry.device(from), LinkEntry.port(from), LinkEntry.device(to),
                LinkEntry.port(to)));
    }

    /** A link that is wanted, however its ports are written. */
    Optional<LinkEntry> find(String from, String to) {
        var full = entry(from, to);
        return wanted.all().stream().map(WantedLink::link).filter(link -> endpoints.full(link).equals(full))
                .findFirst();
    }

    private @Nullable Port port(String end, Direction direction) {
        return endpoints.find(LinkEntry.device(end)).flatMap(at -> at.port(direction, LinkEntry.port(end)))
                .orElse(null);
    }

    private String unknown(String end, Direction direction) {
        var device = LinkEntry.device(end);
        var endpoint = endpoints.find(device);
        var noun = direction == Direction.OUT ? "output" : "input";
        if (endpoint.filter(Endpoint::known).isEmpty()) {
            return "there is no device " + device + ", or nobody knows its ports yet; see \"dkvm ctl devices\"";
        }
        var ports = endpoint.get().ports(direction);
        return ports.isEmpty()
                ? device + " has no " + noun
                : end + " is no " + noun + "; " + device + " has "
                        + ports.stream().map(Port::name).collect(Collectors.joining(", "));
    }
}
