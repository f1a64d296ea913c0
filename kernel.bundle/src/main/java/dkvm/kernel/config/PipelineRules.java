// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.Endpoints.Endpoint;
import dkvm.kernel.config.YamlNode.Entry;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The entries of the section {@code pipelines}. */
final class PipelineRules {
    private final Endpoints endpoints;
    private final LinkRules links;
    private final Findings findings;

    PipelineRules(Endpoints endpoints, Findings findings) {
        this.endpoints = endpoints;
        this.links = new LinkRules(findings);
        this.findings = findings;
    }

    PipelineEntry read(Entry entry) {
        Ids.check(entry.key(), "pipeline id", findings);
        var id = entry.key().text();
        var section = new Section("pipeline " + Words.quote(id), entry.key().position(), entry.value(), findings);
        var sources = ends(section, "from", Direction.OUT);
        var sinks = ends(section, "to", Direction.IN);
        var overflow = new OverflowRules(section, findings);
        section.end();
        var found = new ArrayList<LinkEntry>();
        var kinds = EnumSet.noneOf(StreamKind.class);
        for (var from : sources) {
            for (var to : sinks) {
                if (links.check(id, from, to)) {
                    found.add(new LinkEntry(from.device(), from.port(), to.device(), to.port()));
                }
                from.kind().or(to::kind).ifPresent(kinds::add);
            }
        }
        kinds.forEach(overflow::check);
        return new PipelineEntry(id, found, overflow.overflow(), overflow.capacity());
    }

    private List<Endpoint> ends(Section section, String key, Direction direction) {
        section.require(key);
        int before = findings.count();
        var texts = section.texts(key);
        if (texts.isEmpty() && section.node(key).isPresent() && findings.count() == before) {
            findings.error(section.at(key), Words.quote(key) + " names no device; name one, or remove the pipeline");
        }
        return texts.stream().flatMap(text -> endpoints.find(text, direction).stream()).toList();
    }
}
