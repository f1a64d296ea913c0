// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.memory.Memory;
import dkvm.sdk.event.StreamKind;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A link as the configuration wants it. */
record WantedLink(String pipeline, LinkEntry link, Optional<Overflow> overflow, OptionalInt capacity)
        implements
            Comparable<WantedLink> {

    private static final Comparator<WantedLink> ORDER = Comparator.comparing(WantedLink::toString);

    static Stream<WantedLink> of(PipelineEntry entry) {
        return entry.links().stream()
                .map(link -> new WantedLink(entry.id(), link, entry.overflow(), entry.capacity()));
    }

    Link make(String from, SinkEnd sink, StreamKind kind, int slot, Memory memory) {
        return new Link(pipeline, from, sink, kind, overflow.orElse(Overflow.defaultOf(kind)),
                capacity.orElse(Overflow.defaultCapacity(kind)), slot, memory);
    }

    /** How it looks while its source's type is not known, or while there is no memory for it. */
    LinkStatus unresolved(boolean refused) {
        return LinkStatuses.unresolved(pipeline, name(link.fromDevice(), link.fromPort()),
                name(link.toDevice(), link.toPort()), refused);
    }

    private static String name(String device, String port) {
        return port.isEmpty() ? device : device + "." + port;
    }

    @Override
    public int compareTo(WantedLink other) {
        return ORDER.compare(this, other);
    }
}
