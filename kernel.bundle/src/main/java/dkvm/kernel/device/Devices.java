// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.LinkWatch;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.log.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All configured devices, and the one thread on which their supervisors work. Methods may be called from any thread and
 * return at once.
 */
@Component(service = Devices.class, immediate = true)
public final class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
    private static final long LOOK_MILLIS = 100;

    private final BundleContext context;
    private final KernelHost host;
    private final ScheduledExecutorService scheduler;
    private final Graph graph;
    private final NoticeHub notices;
    /** Used by the scheduler's thread. */
    private final LinkWatch links;
    private final Map<String, DeviceEntry> configured = new ConcurrentHashMap<>();
    /** Changed by the scheduler's thread only. */
    private final Map<String, Supervisor> supervisors = new ConcurrentSkipListMap<>();
    private long lastLookNanos = System.nanoTime();
    /** For the scheduler's thread. */
    private boolean closing;

    /**
     * No devices yet.
     *
     * @param context the kernel's bundle
     * @param graph where devices are joined
     * @param memory where they share buffers
     * @param calls where they call each other
     * @param notices where their states are told
     */
    @Activate
    public Devices(BundleContext context, @Reference Graph graph, @Reference Memory memory,
            @Reference CallRouter calls, @Reference NoticeHub notices) {
        this.context = context;
        this.graph = graph;
        this.notices = notices;
        this.links = new LinkWatch(graph);
        this.host = new KernelHost(context, graph, memory, calls, notices);
        calls.directory(configured::containsKey);
        this.scheduler = host.scheduler();
        host.leftovers().end();
        var _ = scheduler.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What was not stopped until now is killed: nobody is left to look after it. */
    @Deactivate
    void deactivate() {
        kill();
        scheduler.shutdown();
    }

    void configure(DeviceEntry entry) {
        configured.put(entry.id(), entry);
        later(entry.id(), () -> {
            if (!closing) {
                supervisors.computeIfAbsent(entry.id(), _ -> new Supervisor(entry, host)).configure(entry);
            }
        });
    }

    void remove(String id) {
        configured.remove(id);
        with(id, Supervisor::remove);
    }

    void bridge(String id, @Nullable ServiceReference<DeviceBridge> reference) {
        with(id, supervisor -> supervisor.bridge(reference == null ? null : handle(id, reference)));
    }

    /**
     * Says what this kernel is called, to devices that start from now on.
     *
     * @param name its name
     */
    public void kernelName(String name) {
        host.name(name);
    }

    /**
     * Starts a device that was stopped, failed or ended.
     *
     * @param id the device's id
     */
    public void start(String id) {
        with(id, Supervisor::start);
    }

    /**
     * Stops a device; it stays stopped until it is started.
     *
     * @param id the device's id
     */
    public void stop(String id) {
        with(id, Supervisor::stop);
    }

    /**
     * Lets no more devices begin: those that wait for a bundle or for another try are stopped, and what is configured
     * from now on is not started. Those that have a process go on.
     *
     * @return complete when that is so
     */
    public CompletableFuture<?> close() {
        return CompletableFuture.runAsync(() -> {
            closing = true;
            supervisors.values().stream().filter(supervisor -> !supervisor.alive()).forEach(Supervisor::stop);
        }, scheduler);
    }

    /**
     * Sets from which level on a device logs, until the kernel ends: its process is told, and so is each later one.
     *
     * @param id the device's id
     * @param level the least important level
     * @return false if there is no such device
     */
    public boolean logLevel(String id, LogLevel level) {
        if (!configured.containsKey(id)) {
            return false;
        }
        host.logLevels().set(id, level);
        with(id, Supervisor::logLevel);
        return true;
    }

    /** Kills every process that is left, at the end of the kernel. */
    public void kill() {
        later("the end of the kernel", () -> supervisors.values().forEach(Supervisor::kill));
    }

    /**
     * The devices.
     *
     * @return a snapshot, by id
     */
    public List<DeviceStatus> status() {
        return supervisors.values().stream().filter(supervisor -> !supervisor.gone()).map(Supervisor::status).toList();
    }

    /**
     * A device's own options, as the process got them that it has or had last: a new configuration is that of the next.
     *
     * @param id the device's id
     * @return a JSON object; empty if it never had a process
     */
    public Optional<String> optionsJson(String id) {
        return launched(id).map(DeviceEnvironment::json);
    }

    /**
     * A device's working directory, of the same process.
     *
     * @param id the device's id
     * @return absolute; empty if it never had a process
     */
    public Optional<String> directory(String id) {
        return launched(id).map(entry -> entry.directory().toString());
    }

    private Optional<DeviceEntry> launched(String id) {
        return Optional.ofNullable(supervisors.get(id)).flatMap(Supervisor::launched);
    }

    private @Nullable BridgeHandle handle(String id, ServiceReference<DeviceBridge> reference) {
        var bridge = context.getService(reference);
        var bundle = reference.getBundle();
        if (bundle == null) {
            // Gone meanwhile, as the registry will say.
            return null;
        }
        if (bridge == null) {
            LOG.error("{}: the bundle {} offers its type, but its bridge does not come up", id, bundle);
            return null;
        }
        return new BridgeHandle(bridge, bundle);
    }

    /** Looks after the links; time in which this machine slept, or this thread did, does not count. */
    private void look() {
        long now = System.nanoTime();
        long elapsed = Math.min(now - lastLookNanos, TimeUnit.MILLISECONDS.toNanos(3 * LOOK_MILLIS));
        lastLookNanos = now;
        try {
            graph.look(elapsed);
            links.look().forEach(notices::linkChanged);
        } catch (RuntimeException e) {
            // Thrown on, it would be the last look.
            LOG.error("the links: {}", e.toString(), e);
        }
    }

    private void with(String id, Consumer<Supervisor> work) {
        later(id, () -> {
            var supervisor = supervisors.get(id);
            if (supervisor != null) {
                work.accept(supervisor);
            }
        });
    }

    private void later(String what, Runnable work) {
        scheduler.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("{}: {}", what, e.toString(), e);
            }
        });
    }
}
