// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.log.LogLevel;
import java.util.List;
import java.util.Map;
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
    /** Changed by the scheduler's thread only. */
    private final Map<String, Supervisor> supervisors = new ConcurrentSkipListMap<>();
    private long lastLookNanos = System.nanoTime();

    /**
     * No devices yet.
     *
     * @param context the kernel's bundle
     * @param graph where devices are joined
     */
    @Activate
    public Devices(BundleContext context, @Reference Graph graph) {
        this.context = context;
        this.graph = graph;
        this.host = new KernelHost(context, graph);
        this.scheduler = host.scheduler();
        host.leftovers().end();
        var _ = scheduler.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() {
        later("the end of the kernel", () -> supervisors.values().forEach(Supervisor::stop));
        scheduler.shutdown();
    }

    void configure(DeviceEntry entry) {
        later(entry.id(), () -> supervisors.computeIfAbsent(entry.id(), _ -> new Supervisor(entry, host))
                .configure(entry));
    }

    void remove(String id) {
        with(id, Supervisor::remove);
    }

    void bridge(String id, @Nullable ServiceReference<DeviceBridge> reference) {
        with(id, supervisor -> supervisor.bridge(reference == null ? null : handle(id, reference)));
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
     * Sets from which level on a device logs, until the kernel ends: its process is told, and so is each later one.
     *
     * @param id the device's id
     * @param level the least important level
     * @return false if there is no such device
     */
    public boolean logLevel(String id, LogLevel level) {
        if (!supervisors.containsKey(id)) {
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

    private @Nullable BridgeHandle handle(String id, ServiceReference<DeviceBridge> reference) {
        var bridge = context.getService(reference);
        if (bridge == null) {
            LOG.error("{}: the bundle {} offers its type, but its bridge does not come up", id,
                    reference.getBundle());
            return null;
        }
        return new BridgeHandle(bridge, reference.getBundle());
    }

    /** Looks after the links; time in which this machine slept, or this thread did, does not count. */
    private void look() {
        long now = System.nanoTime();
        long elapsed = Math.min(now - lastLookNanos, TimeUnit.MILLISECONDS.toNanos(3 * LOOK_MILLIS));
        lastLookNanos = now;
        graph.look(elapsed);
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
