// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which links there shall be: those of the pipelines, but for those that were taken away by hand, and those that were made
 * by hand. What is done by hand lasts until the kernel ends. Guarded by the graph.
 */
final class WantedLinks {
    /** What links are shown under that were made by hand. */
    static final String BY_HAND = "ctl";

    /** A link with its ports' names: the configuration may leave them out, now or another time. */
    private final UnaryOperator<LinkEntry> full;
    private final Map<String, PipelineEntry> pipelines = new TreeMap<>();
    private final Map<LinkEntry, WantedLink> added = new LinkedHashMap<>();
    private final Set<LinkEntry> removed = new HashSet<>();

    /**
     * None.
     *
     * @param full puts in the names of a link's ports
     */
    WantedLinks(UnaryOperator<LinkEntry> full) {
        this.full = full;
    }

    void pipeline(PipelineEntry entry) {
        pipelines.put(entry.id(), entry);
    }

    void removePipeline(String id) {
        pipelines.remove(id);
    }

    List<WantedLink> all() {
        return Stream.concat(configured().filter(this::left), added.values().stream()).toList();
    }

    /** Whether nothing was done to a link of the configuration: one made by hand stays, should it be configured later. */
    private boolean left(WantedLink configured) {
        var link = full.apply(configured.link());
        return !removed.contains(link) && !added.containsKey(link);
    }

    private Stream<WantedLink> configured() {
        return pipelines.values().stream().flatMap(WantedLink::of);
    }

    /** Adds a link by hand, by its full name; one that is configured, and asked for without further wishes, is the configured one again. */
    WantedLink add(WantedLink wanted) {
        var link = wanted.link();
        var before = configured().filter(other -> full.apply(other.link()).equals(link)).findFirst();
        if (before.isPresent() && wanted.overflow().isEmpty() && wanted.capacity().isEmpty()) {
            removed.remove(link);
            return before.get();
        }
        added.put(link, wanted);
        return wanted;
    }

    /** What was done by hand and makes a difference. */
    ByHand byHand() {
        return new ByHand(List.copyOf(added.keySet()), configured().map(WantedLink::link).map(full)
                .filter(link -> removed.contains(link) && !added.containsKey(link)).toList());
    }

    /** A link that was added by hand cannot be. */
    void forget(WantedLink wanted) {
        added.remove(wanted.link(), wanted);
    }

    /** Takes a link away by hand. */
    void remove(LinkEntry link) {
        added.remove(full.apply(link));
        removed.add(full.apply(link));
    }
}
