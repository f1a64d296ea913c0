// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Sees from outside which links changed their state, whenever it looks. For one thread. */
public final class LinkWatch {
    /** How a link looked. */
    private record Look(String to, String state) {}

    private final Graph graph;
    private final IdentityHashMap<Link, Look> seen = new IdentityHashMap<>();

    /**
     * Has seen no link.
     *
     * @param graph whose links
     */
    public LinkWatch(Graph graph) {
        this.graph = graph;
    }

    /**
     * Looks at all links.
     *
     * @return what changed since the last time
     */
    public List<LinkChange> look() {
        var changes = new ArrayList<LinkChange>();
        var links = graph.links();
        for (var link : links) {
            var now = link.sink.locked(_ -> new Look(link.to(), link.state.name()));
            var before = seen.put(link, now);
            if (before == null || !before.state.equals(now.state)) {
                changes.add(new LinkChange(link.pipeline, link.from, now.to, before == null ? "" : before.state,
                        now.state, false));
            }
        }
        if (seen.size() > links.size()) {
            seen.entrySet().removeIf(entry -> {
                var link = entry.getKey();
                boolean gone = !links.contains(link);
                if (gone) {
                    var look = entry.getValue();
                    changes.add(new LinkChange(link.pipeline, link.from, look.to, look.state, look.state, true));
                }
                return gone;
            });
        }
        return changes;
    }
}
