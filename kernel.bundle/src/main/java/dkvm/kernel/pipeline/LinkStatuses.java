// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.LinkStatus.Latency;
import dkvm.kernel.config.Overflow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes the picture of a link that others get to see. */
final class LinkStatuses {
    private LinkStatuses() {}

    static LinkStatus of(Link link) {
        return link.sink.locked(_ -> new LinkStatus(link.pipeline, link.from, link.to(), link.state.name(),
                link.overflow == Overflow.BLOCK, sourceEnded(link), link.finished(), link.in, link.out,
                link.queue.events(),
                link.inFlight.events(), dropped(link.dropped), link.bytes, latency(link)));
    }

    /** How a link looks whose source's type is not known, or that was refused: then nothing will ever pass it. */
    static LinkStatus unresolved(String pipeline, String from, String to, boolean refused) {
        var state = refused ? Link.State.DOWN : Link.State.HELD;
        return new LinkStatus(pipeline, from, to, state.name(), refused, false, refused, 0, 0, 0, 0,
                dropped(new long[Dropped.values().length]), 0, Optional.empty());
    }

    private static boolean sourceEnded(Link link) {
        var source = link.source;
        return source != null && source.ended();
    }

    private static Map<String, Long> dropped(long[] counts) {
        var dropped = new LinkedHashMap<String, Long>();
        for (var reason : Dropped.values()) {
            dropped.put(reason.name().toLowerCase(Locale.ROOT), counts[reason.ordinal()]);
        }
        return dropped;
    }

    private static Optional<Latency> latency(Link link) {
        var histogram = link.latency;
        return histogram.count() == 0
                ? Optional.empty()
                : Optional.of(new Latency(histogram.percentile(50), histogram.percentile(99),
                        histogram.percentile(99.9), histogram.maxMicros()));
    }
}
