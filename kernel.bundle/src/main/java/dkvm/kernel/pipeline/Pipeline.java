// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.PipelineEntry;
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
    private final String id;

    /**
     * Puts its links into the graph.
     *
     * @param graph where to
     * @param properties its configuration
     */
    @Activate
    public Pipeline(@Reference Graph graph, Map<String, Object> properties) {
        this.graph = graph;
        var entry = PipelineEntry.of(properties);
        id = entry.id();
        graph.pipeline(entry);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        graph.pipeline(PipelineEntry.of(properties));
    }

    @Deactivate
    void deactivate() {
        graph.removePipeline(id);
    }
}
