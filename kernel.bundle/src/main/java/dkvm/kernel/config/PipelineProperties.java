// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A pipeline as ConfigAdmin holds it: what is left to the links' kind is an empty text or 0. */
final class PipelineProperties {
    private PipelineProperties() {}

    static Map<String, Object> write(PipelineEntry pipeline) {
        return Map.of("id", pipeline.id(), //
                "links", pipeline.links().stream().map(LinkEntry::text).toArray(String[]::new), //
                "overflow", pipeline.overflow().map(Overflow::id).orElse(""), //
                "capacity", pipeline.capacity().orElse(0));
    }

    static PipelineEntry read(Properties properties) {
        var links = properties.list("links").stream().map(LinkEntry::parse).toList();
        int capacity = properties.number("capacity");
        return new PipelineEntry(properties.text("id"), links, overflow(properties.text("overflow")),
                capacity == 0 ? OptionalInt.empty() : OptionalInt.of(capacity));
    }

    private static Optional<Overflow> overflow(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Overflow.of(id)
                .orElseThrow(() -> new IllegalArgumentException("no overflow rule " + Words.quote(id))));
    }
}
