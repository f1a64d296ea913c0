// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.Overflow;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.memory.Holder;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The graph of devices and links. Pipelines say which links there shall be, devices which ports there are; where both
 * are known, events flow. Its lock is taken for changes only, never for an event; it is taken before a sink's lock.
 */
@Component(service = Graph.class)
public final class Graph {
    private final Memory memory;
    /** Guarded by this, as all below. */
    private final Endpoints endpoints;
    private final Links links;

    /**
     * An empty graph.
     *
     * @param memory where buffers lie
     */
    @Activate
    public Graph(@Reference Memory memory) {
        this.memory = memory;
        endpoints = new Endpoints(memory);
        links = new Links(this, endpoints, memory);
    }

    /**
     * A pipeline is wanted as it is given; links it shares with what was wanted before are not touched.
     *
     * @param entry the pipeline
     */
    public synchronized void pipeline(PipelineEntry entry) {
        links.wanted.pipeline(entry);
        links.settle();
    }

    /**
     * A pipeline is no longer wanted.
     *
     * @param id its id
     */
    public synchronized void removePipeline(String id) {
        links.wanted.removePipeline(id);
        links.settle();
    }

    /**
     * Makes a link by hand, until the kernel ends.
     *
     * @param from an output, as {@code DEVICE} or {@code DEVICE.PORT}
     * @param to an input, likewise
     * @param overflow what happens when its queue is full; empty: the default of its kind
     * @param capacity how many events its queue holds; empty: the default of its kind
     * @return why there is no such link; empty: there is
     */
    public synchronized CompletableFuture<Optional<String>> link(String from, String to, Optional<Overflow> overflow,
            OptionalInt capacity) {
        var request = new LinkRequest(endpoints, links.wanted, links::isRefused);
        var wrong = request.refusal(from, to, overflow, capacity);
        return wrong.isPresent()
                ? CompletableFuture.completedFuture(wrong)
                : links.make(new WantedLink(WantedLinks.BY_HAND, request.entry(from, to), overflow, capacity));
    }

    /**
     * Takes a link away, until the kernel ends: what waits on it still goes out, what it holds down is released.
     *
     * @param from its output, as {@code DEVICE} or {@code DEVICE.PORT}
     * @param to its input, likewise
     * @return false if there is no such link
     */
    public synchronized boolean unlink(String from, String to) {
        var found = new LinkRequest(endpoints, links.wanted, links::isRefused).find(from, to);
        found.ifPresent(links.wanted::remove);
        links.settle();
        return found.isPresent();
    }

    /**
     * How many buffers the kernel itself holds, by holder.
     *
     * @return those of queues, and the newest pictures
     */
    public synchronized Map<Holder, Integer> holds() {
        var holds = new HashMap<Holder, Integer>();
        for (var endpoint : endpoints.all()) {
            endpoint.streams.values()
                    .forEach(stream -> holds.put(stream.holder, stream.newest() == null ? 0 : 1));
            endpoint.sink.locked(all -> {
                all.forEach(link -> holds.put(link.holder, link.queue.buffers()));
                return null;
            });
        }
        return holds;
    }

    /**
     * A device's type is known.
     *
     * @param device the device's id
     * @param ports its ports
     */
    public synchronized void ports(String device, List<Port> ports) {
        endpoints.get(device).ports(ports);
        links.settle();
    }

    /**
     * The ports that are known.
     *
     * @param direction those of this direction
     * @return what they carry, by {@code DEVICE.PORT}
     */
    public synchronized SortedMap<String, StreamKind> ports(Direction direction) {
        var all = new TreeMap<String, StreamKind>();
        endpoints.all().forEach(endpoint -> endpoint.ports(direction)
                .forEach(port -> all.put(endpoint.sink.device() + "." + port.name(), port.kind())));
        return all;
    }

    /**
     * What an output carries.
     *
     * @param device the device's id
     * @param port the output
     * @return its kind; empty: the device has no such output
     */
    public synchronized Optional<StreamKind> output(String device, String port) {
        return endpoints.get(device).ports(Direction.OUT).stream().filter(out -> out.name().equals(port))
                .map(Port::kind).findFirst();
    }

    /**
     * Whether a device has inputs.
     *
     * @param device the device's id
     * @return false also if its ports are not known
     */
    public synchronized boolean takes(String device) {
        return !endpoints.get(device).ports(Direction.IN).isEmpty();
    }

    /**
     * A new process of a device is about to become active. It may not have been told so before {@link SinkEnd} is
     * opened by {@link #opened}.
     *
     * @param device the device's id
     * @param outlet the way to it
     * @param tenant the process as the memory knows it
     * @param goesOn whether its streams go on where they are, or begin anew
     * @return its place
     */
    public synchronized Attachment attach(String device, Outlet outlet, Tenant tenant, boolean goesOn) {
        endpoints.get(device).sink.renew();
        return place(device, outlet, tenant, goesOn);
    }

    /**
     * A process of a device is about to become active in the place of another that has drained: what is down at the
     * device's inputs stays down. Else it is as {@link #attach}.
     *
     * @param device the device's id
     * @param outlet the way to it
     * @param tenant the process as the memory knows it
     * @param goesOn whether its streams go on where they are, or begin anew
     * @return its place
     */
    public synchronized Attachment takeOver(String device, Outlet outlet, Tenant tenant, boolean goesOn) {
        return place(device, outlet, tenant, goesOn);
    }

    private Attachment place(String device, Outlet outlet, Tenant tenant, boolean goesOn) {
        var endpoint = endpoints.get(device);
        leave(endpoint);
        links.retry(device);
        endpoint.forgetFormerOutputs();
        var opened = new ArrayList<StreamOpened>();
        var streams = new ArrayList<SourceStream>();
        for (var port : endpoint.ports(Direction.OUT)) {
            var stream = endpoints.stream(endpoint, port, goesOn);
            streams.add(stream);
            opened.add(stream.begin(outlet));
        }
        opened.addAll(endpoint.sink.begin(outlet, tenant));
        pumpBehind(device);
        var source = new SourceEnd(streams, memory, tenant, endpoint.outputTaps);
        endpoint.source = source;
        return new Attachment(source, endpoint.sink, opened, endpoint.sink.pressed());
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
     * A device's process is about to hand its place over to another: until that is open, events wait, and links are no
     * worse for it unless their queues are full.
     *
     * @param device the device's id
     */
    public void pause(String device) {
        sink(device).pause();
    }

    /**
     * A device's process gives up its place for another, if it has done nothing there: it sent no event and was sent none.
     * What is down stays down.
     *
     * @param device the device's id
     * @return whether it has; else the place is as it was
     */
    public synchronized boolean withdraw(String device) {
        var endpoint = endpoints.get(device);
        boolean untouched = (endpoint.source == null || endpoint.source.untouched()) && endpoint.sink.withdraw();
        if (untouched) {
            leave(endpoint);
        }
        return untouched;
    }

    /**
     * A device's process has drained: what it says of its streams is compared with what went through here.
     *
     * @param device the device's id
     * @param positions the last event of each stream, as it says
     * @return how they differ; empty: in nothing
     */
    public synchronized Optional<String> drained(String device, List<StreamPosition> positions) {
        var endpoint = endpoints.get(device);
        int unprocessed = endpoint.sink.inFlight();
        if (unprocessed > 0) {
            return Optional.of("it has not processed " + unprocessed + " events that it got, and they are lost");
        }
        return endpoint.streams.values().stream().flatMap(stream -> positions.stream()
                .filter(position -> position.getStream() == stream.number && position.getSeq() != stream.nextSeq() - 1)
                .map(position -> "it says that it sent " + Long.toUnsignedString(position.getSeq()) + " events of "
                        + stream.from + ", and " + (stream.nextSeq() - 1) + " came"))
                .findFirst();
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
            all = List.copyOf(endpoints.all());
        }
        all.forEach(endpoint -> endpoint.sink.look(elapsedNanos));
    }

    /**
     * The links.
     *
     * @return a snapshot, by pipeline
     */
    public synchronized List<LinkStatus> status() {
        return links.status();
    }

    /** Looks at what there is, with the graph's lock held. */
    synchronized <T> T look(BiFunction<Endpoints, Links, T> body) {
        return body.apply(endpoints, links);
    }

    synchronized List<Link> links() {
        return links.all();
    }

    private synchronized Endpoint endpointOf(String device) {
        return endpoints.get(device);
    }

    private synchronized Endpoint detached(String device) {
        var endpoint = endpoints.get(device);
        leave(endpoint);
        return endpoint;
    }

    /** What the process in this place says from now on comes too late. */
    private static void leave(Endpoint endpoint) {
        if (endpoint.source != null) {
            endpoint.source.close();
            endpoint.source = null;
        }
    }

    private SinkEnd sink(String device) {
        return endpointOf(device).sink;
    }

    private synchronized List<SourceStream> streams(String device) {
        return List.copyOf(endpoints.get(device).streams.values());
    }

    /** Lets marks that were queued behind a device's events go out. */
    private void pumpBehind(String device) {
        streams(device).forEach(stream -> stream.links().forEach(link -> link.sink.pump()));
    }
}
