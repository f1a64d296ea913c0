// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pipeline of the desk.
 *
 * @param id its id
 * @param links its links, from each source to each sink
 * @param overflow what happens when a queue is full; empty: the default of the links' kind
 * @param capacity how many events a queue holds; empty: the default of the links' kind
 */
public record PipelineEntry(String id, List<LinkEntry> links, Optional<Overflow> overflow, OptionalInt capacity) {
    /** Copies the links. */
    public PipelineEntry {
        links = List.copyOf(links);
    }

    /**
     * Reads a pipeline back from its ConfigAdmin configuration, see
     * {@link DeskConfigurations#properties(PipelineEntry)}.
     *
     * @param properties the configuration, as a component gets it: what else is in there is ignored
     * @return the pipeline
     * @throws IllegalArgumentException if the properties are not of a pipeline
     */
    public static PipelineEntry of(Map<String, Object> properties) {
        return PipelineProperties.read(new Properties(properties));
    }
}
