// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.StreamOpened;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graph of devices and links. Pipelines say which links there shall be, devices which ports there are; where both
 * are known, events flow. Its lock is taken for changes only, never for an event; it is taken before a sink's lock.
 */
@Component(service = Graph.class)
public final class Graph {
    private static final Logger LOG = LoggerFactory.getLogger(Graph.class);

    /** Guarded by this, as all below. */
    private final Map<String, Endpoint> endpoints = new TreeMap<>();
    private final Map<String, PipelineEntry> pipelines = new TreeMap<>();
    private final Map<WantedLink, Link> links = new TreeMap<>();
    private int lastStream;

    /** An empty graph. */
    public Graph() {}

    /**
     * A pipeline is wanted as it is given; links it shares with what was wanted before are not touched.
     *
     * @param entry the pipeline
     */
    public synchronized void pipeline(PipelineEntry entry) {
        pipelines.put(entry.id(), entry);
        settle();
    }

    /**
     * A pipeline is no longer wanted.
     *
     * @param id its id
     */
    public synchronized void removePipeline(String id) {
        pipelines.remove(id);
        settle();
    }

    /**
     * A device's type is known.
     *
     * @param device the device's id
     * @param ports its ports
     */
    public synchronized void ports(String device, List<Port> ports) {
        endpoint(device).ports(ports);
        settle();
    }

    /**
     * A new process of a device is about to become active. It may not have been told so before {@link SinkEnd} is
     * opened by {@link #opened}.
     *
     * @param device the device's id
     * @param outlet the way to it
     * @param goesOn whether its streams go on where they are, or begin anew
     * @return its place
     */
    public synchronized Attachment attach(String device, Outlet outlet, boolean goesOn) {
        var endpoint = endpoint(device);
        endpoint.forgetFormerOutputs();
        var opened = new ArrayList<StreamOpened>();
        var streams = new ArrayList<SourceStream>();
        for (var port : endpoint.ports(Direction.OUT)) {
            var stream = stream(endpoint, port);
            if (!goesOn && (stream.ended() || stream.nextSeq() > 1)) {
                stream = anew(endpoint, port, stream);
            }
            streams.add(stream);
            opened.add(stream.begin(outlet));
        }
        opened.addAll(endpoint.sink.begin(outlet));
        pumpBehind(device);
        var source = new SourceEnd(streams);
        endpoint.source = source;
        return new Attachment(source, endpoint.sink, opened);
    }

    /**
     * A device's process takes events.
     *
     * @param device the device's id
     */
    public void opened(String device) {
        sink(device).open();
    }

    /**
     * A device's process takes no more events; it may still acknowledge some.
     *
     * @param device the device's id
     */
    public void held(String device) {
        sink(device).hold();
    }

    /**
     * A device is not to run, so that nobody waits for its first start.
     *
     * @param device the device's id
     */
    public void resting(String device) {
        sink(device).resting();
    }

    /**
     * A device's process is gone.
     *
     * @param device the device's id
     */
    public void gone(String device) {
        detached(device).sink.gone();
        streams(device).forEach(SourceStream::gone);
        pumpBehind(device);
    }

    /**
     * A device's streams are over.
     *
     * @param device the device's id
     * @param reason why
     */
    public void ended(String device, EndReason reason) {
        streams(device).forEach(stream -> stream.end(reason));
        pumpBehind(device);
    }

    /**
     * Whether all of a device's outputs have ended.
     *
     * @param device the device's id
     * @return true if it has outputs and each has ended
     */
    public boolean outputsEnded(String device) {
        var all = streams(device);
        return !all.isEmpty() && all.stream().allMatch(SourceStream::ended);
    }

    /**
     * Looks again at the state of all links.
     *
     * @param elapsedNanos since the last look, as far as the kernel was awake
     */
    public void look(long elapsedNanos) {
        List<Endpoint> all;
        synchronized (this) {
            all = List.copyOf(endpoints.values());
        }
        all.forEach(endpoint -> endpoint.sink.look(elapsedNanos));
    }

    /**
     * The links.
     *
     * @return a snapshot, by pipeline
     */
    public synchronized List<LinkStatus> status() {
        var all = new ArrayList<LinkStatus>();
        for (var wanted : wanted()) {
            var link = links.get(wanted);
            all.add(link == null ? wanted.unresolved() : LinkStatuses.of(link));
        }
        all.sort(Comparator.comparing(LinkStatus::pipeline));
        return all;
    }

    synchronized List<Link> links() {
        return List.copyOf(links.values());
    }

    private void settle() {
        var wanted = wanted();
        links.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                disconnect(entry.getValue());
            }
            return gone;
        });
        for (var want : wanted) {
            var link = links.get(want);
            if (link == null) {
                connect(want);
            } else {
                name(want, link);
            }
        }
    }

    private List<WantedLink> wanted() {
        return pipelines.values().stream().flatMap(WantedLink::of).toList();
    }

    private void connect(WantedLink want) {
        var from = endpoint(want.link().fromDevice());
        var out = from.port(Direction.OUT, want.link().fromPort()).orElse(null);
        if (out == null) {
            return;
        }
        var stream = stream(from, out);
        var sink = endpoint(want.link().toDevice()).sink;
        if (stream.links().stream().anyMatch(link -> link.sink == sink)) {
            LOG.error("pipeline {}: {} already has a link to {}; a second one is not possible", want.pipeline(),
                    stream.from, want.link().toDevice());
            return;
        }
        var link = sink.connect(slot -> want.make(stream.from, sink, out.kind(), slot));
        if (link == null) {
            LOG.error("pipeline {}: {} links go into {}; there can be no more", want.pipeline(),
                    PressedGuard.MAX_LINKS, want.link().toDevice());
            return;
        }
        links.put(want, link);
        name(want, link);
        link.source = stream;
        stream.add(link);
        sink.pump();
    }

    /** The sink's port gets its name when the sink's type is known. */
    private void name(WantedLink want, Link link) {
        endpoint(want.link().toDevice()).port(Direction.IN, want.link().toPort())
                .ifPresent(port -> link.sink.locked(_ -> link.toPort = port.name()));
    }

    private static void disconnect(Link link) {
        var stream = link.source;
        link.source = null;
        if (stream != null) {
            stream.remove(link);
        }
        link.sink.close(link, EndReason.STOPPED);
    }

    private SourceStream stream(Endpoint endpoint, Port port) {
        return endpoint.streams.computeIfAbsent(port.name(),
                _ -> new SourceStream(++lastStream, endpoint.sink.device(), port, List.of()));
    }

    private SourceStream anew(Endpoint endpoint, Port port, SourceStream before) {
        before.end(EndReason.STOPPED);
        var stream = new SourceStream(++lastStream, endpoint.sink.device(), port, before.links());
        endpoint.streams.put(port.name(), stream);
        return stream;
    }

    private Endpoint endpoint(String device) {
        return endpoints.computeIfAbsent(device, Endpoint::new);
    }

    private synchronized Endpoint endpointOf(String device) {
        return endpoint(device);
    }

    private synchronized Endpoint detached(String device) {
        var endpoint = endpoint(device);
        if (endpoint.source != null) {
            endpoint.source.close();
            endpoint.source = null;
        }
        return endpoint;
    }

    private SinkEnd sink(String device) {
        return endpointOf(device).sink;
    }

    private synchronized List<SourceStream> streams(String device) {
        return List.copyOf(endpoint(device).streams.values());
    }

    /** Lets marks that were queued behind a device's events go out. */
    private void pumpBehind(String device) {
        streams(device).forEach(stream -> stream.links().forEach(link -> link.sink.pump()));
    }
}
