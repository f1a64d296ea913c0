// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.config.Revisions;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** A configured pipeline, {@code dkvm.pipeline~ID}: its links are in the graph as long as it is configured. */
@Component(service = Pipeline.class, immediate = true, configurationPid = "dkvm.pipeline", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Pipeline {
    private final Graph graph;
    private final Revisions revisions;
    private final String id;

    /**
     * Puts its links into the graph.
     *
     * @param graph where to
     * @param revisions is told that the configuration has come
     * @param properties its configuration
     */
    @Activate
    public Pipeline(@Reference Graph graph, @Reference Revisions revisions, Map<String, Object> properties) {
        this.graph = graph;
        this.revisions = revisions;
        var entry = PipelineEntry.of(properties);
        id = entry.id();
        graph.pipeline(entry);
        revisions.reached(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        graph.pipeline(PipelineEntry.of(properties));
        revisions.reached(properties);
    }

    @Deactivate
    void deactivate(Map<String, Object> properties) {
        graph.removePipeline(id);
        revisions.gone(properties);
    }
}
