// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.SlotCount;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Refusal;
import dkvm.sdk.bridge.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links there are, made to follow those that are wanted. One whose events carry buffers begins when there is memory
 * for them, or not at all. Guarded by the graph.
 */
final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Object graph;
    private final Endpoints endpoints;
    private final Memory memory;
    final WantedLinks wanted;
    private final Map<WantedLink, Link> links = new TreeMap<>();
    /** Why there is no memory for some of those that are wanted. */
    private final Map<WantedLink, String> refused = new TreeMap<>();
    /** Who wait to hear whether there is memory for a link. */
    private final Map<WantedLink, CompletableFuture<Optional<String>>> awaited = new TreeMap<>();

    /**
     * No links.
     *
     * @param graph whose monitor guards this
     * @param endpoints the devices
     * @param memory where buffers lie
     */
    Links(Object graph, Endpoints endpoints, Memory memory) {
        this.graph = graph;
        this.endpoints = endpoints;
        this.memory = memory;
        wanted = new WantedLinks(endpoints::full);
    }

    List<Link> all() {
        return List.copyOf(links.values());
    }

    List<LinkStatus> status() {
        var all = new ArrayList<LinkStatus>();
        for (var want : wanted.all()) {
            var link = links.get(want);
            all.add(link == null ? want.unresolved(refused.containsKey(want)) : LinkStatuses.of(link));
        }
        all.sort(Comparator.comparing(LinkStatus::pipeline));
        return all;
    }

    /** Makes a link that is wanted by hand; answers why it is not there, once that is known. */
    CompletableFuture<Optional<String>> make(WantedLink asked) {
        var want = wanted.add(asked);
        refused.remove(want);
        settle();
        var link = links.get(want);
        if (link == null) {
            var why = Optional.ofNullable(refused.get(want)).orElse("it cannot be made; the log says why");
            wanted.forget(want);
            return CompletableFuture.completedFuture(Optional.of(why));
        }
        return link.source != null
                ? CompletableFuture.completedFuture(Optional.empty())
                : awaited.computeIfAbsent(want, _ -> new CompletableFuture<>());
    }

    /** Whether there was no memory for a link. */
    boolean isRefused(LinkEntry link) {
        return refused.keySet().stream().anyMatch(want -> want.link().equals(link));
    }

    /** What was refused is tried again: the memory of this device's outputs is made anew. */
    void retry(String device) {
        refused.keySet().removeIf(want -> want.link().fromDevice().equals(device));
    }

    /** Follows what is wanted. */
    void settle() {
        var all = wanted.all();
        refused.keySet().retainAll(all);
        for (var gone : links.keySet().stream().filter(want -> !all.contains(want)).toList()) {
            disconnect(gone);
        }
        for (var want : all) {
            var link = links.get(want);
            if (link != null) {
                name(want, link);
            } else if (!refused.containsKey(want)) {
                connect(want);
            }
        }
    }

    private void connect(WantedLink want) {
        var from = endpoints.get(want.link().fromDevice());
        var out = from.port(Direction.OUT, want.link().fromPort()).orElse(null);
        if (out == null) {
            return;
        }
        var stream = endpoints.stream(from, out);
        var sink = endpoints.get(want.link().toDevice()).sink;
        if (links.values().stream().anyMatch(link -> link.sink == sink && link.from.equals(stream.from))) {
            LOG.error("pipeline {}: {} already has a link to {}; a second one is not possible", want.pipeline(),
                    stream.from, want.link().toDevice());
            return;
        }
        var link = sink.connect(slot -> want.make(stream.from, sink, out.kind(), slot, memory));
        if (link == null) {
            LOG.error("pipeline {}: {} links go into {}; there can be no more", want.pipeline(),
                    PressedGuard.MAX_LINKS, want.link().toDevice());
            return;
        }
        links.put(want, link);
        name(want, link);
        decide(want, link, demand(link));
    }

    /** The sink's port gets its name when the sink's type is known, and with it what the sink may hold. */
    private void name(WantedLink want, Link link) {
        endpoints.get(want.link().toDevice()).port(Direction.IN, want.link().toPort()).ifPresent(port -> {
            int held = port.maxHeld() > 0 ? port.maxHeld() : SlotCount.usuallyHeld(link.kind);
            boolean other = link.sink.locked(_ -> {
                boolean changed = link.maxHeld != held;
                link.toPort = port.name();
                link.maxHeld = held;
                return changed;
            });
            if (other && link.source != null) {
                var _ = demand(link)
                        .thenAccept(refusal -> refusal.ifPresent(why -> LOG.error("{}: {}", link.from, why.words())));
            }
        });
    }

    /** Says what slots the links of an output need together. */
    private CompletableFuture<Optional<Refusal>> demand(Link link) {
        if (!BufferRules.may(link.kind)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var readers = links.values().stream().filter(other -> other.from.equals(link.from))
                .map(other -> new SlotCount.Reader(other.maxHeld, other.overflow, other.capacity)).toList();
        return memory.demand(LinkEntry.device(link.from), LinkEntry.port(link.from), link.kind,
                readers.isEmpty() ? 0 : SlotCount.of(link.kind, readers));
    }

    private void decide(WantedLink want, Link link, CompletableFuture<Optional<Refusal>> slots) {
        if (slots.isDone()) {
            decided(want, link, slots.join());
            return;
        }
        var _ = slots.thenAccept(refusal -> {
            synchronized (graph) {
                decided(want, link, refusal);
            }
        });
    }

    /** There is memory for a link, or not. */
    private void decided(WantedLink want, Link link, Optional<Refusal> refusal) {
        if (links.get(want) != link) {
            return;
        }
        tell(want, refusal.map(Refusal::words));
        if (refusal.isPresent()) {
            LOG.error("pipeline {}: no memory for the link from {} to {}: {}", want.pipeline(), link.from, link.to(),
                    refusal.get().words());
            refused.put(want, refusal.get().words());
            wanted.forget(want);
            disconnect(want);
        } else {
            var from = endpoints.get(want.link().fromDevice());
            from.port(Direction.OUT, want.link().fromPort())
                    .ifPresent(out -> link.sink.join(link, endpoints.stream(from, out)));
        }
    }

    private void tell(WantedLink want, Optional<String> refusal) {
        var waiting = awaited.remove(want);
        if (waiting != null) {
            waiting.complete(refusal);
        }
    }

    private void disconnect(WantedLink want) {
        var link = Objects.requireNonNull(links.remove(want));
        link.sink.part(link);
        var _ = demand(link);
        tell(want, Optional.of("it was taken away meanwhile"));
    }
}
