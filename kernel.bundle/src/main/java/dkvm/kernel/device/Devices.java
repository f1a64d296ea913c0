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
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

/**
 * All configured devices, and the one thread on which their supervisors work. Methods may be called from any thread and
 * return at once.
 */
@Component(service = Devices.class, immediate = true)
public final class Devices {
    /** So often all is looked after. */
    static final Duration LOOK = Duration.ofMillis(100);

    private final BundleContext context;
    private final KernelHost host;
    private final ScheduledExecutorService scheduler;
    private final Graph graph;
    private final NoticeHub notices;
    /** Used by the scheduler's thread. */
    private final LinkWatch links;
    private final Map<String, DeviceEntry> configured = new ConcurrentHashMap<>();
    /** Owned by the scheduler's thread. */
    private final Set<Trial> trials = new HashSet<>();
    /** Changed by the scheduler's thread only. */
    private final Map<String, Supervisor> supervisors = new ConcurrentSkipListMap<>();
    private long lastLookNanos;
    /** For the scheduler's thread. */
    private final Guard guard = new Guard();
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
        this.lastLookNanos = host.nanoTime();
        host.leftovers().end();
        var _ = scheduler.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was not stopped until now is killed: nobody is left to look after it. */
    @Deactivate
    void deactivate() {
        host.caches().close();
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
        with(id, supervisor -> supervisor.bridge(
                Optional.ofNullable(reference).flatMap(offered -> BridgeHandle.of(id, context, offered))));
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
        begin(id, Supervisor::start);
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
     * Renews a device: one that runs is ended and started again, any other is started. What failed before is forgotten.
     *
     * @param id the device's id
     */
    public void restart(String id) {
        begin(id, Supervisor::restart);
    }

    /**
     * Everything that was asked for so far has been begun.
     *
     * @return complete when that is so; never, where the scheduler hangs or the kernel has stopped
     */
    public CompletableFuture<?> settled() {
        var settled = new CompletableFuture<Boolean>();
        scheduler.execute(() -> settled.complete(true));
        return settled;
    }

    /**
     * A device's configuration.
     *
     * @param id the device's id
     * @return empty: there is no such device
     */
    public Optional<DeviceEntry> entry(String id) {
        return Optional.ofNullable(configured.get(id));
    }

    /**
     * Lets no more devices begin: those that wait for a bundle or for another try are stopped, and what is configured
     * from now on is not started. Those that have a process go on.
     *
     * @return complete when that is so
     */
    public CompletableFuture<?> close() {
        host.caches().stop();
        return CompletableFuture.runAsync(() -> {
            closing = true;
            supervisors.values().stream().filter(supervisor -> !supervisor.alive()).forEach(Supervisor::stop);
            trials.forEach(Trial::end);
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
        with(id, supervisor -> supervisor.generation().ifPresent(Generation::logLevel));
        return true;
    }

    /** Kills every process that is left, at the end of the kernel. */
    public void kill() {
        later("the end of the kernel", () -> {
            supervisors.values().forEach(Supervisor::kill);
            trials.forEach(Trial::kill);
        });
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
     * What a device logged last, over all its processes, also what was cut from the kernel's log.
     *
     * @param id the device's id
     * @return at most 200 lines, oldest first
     */
    public List<String> lastLog(String id) {
        return Optional.ofNullable(supervisors.get(id)).map(Supervisor::lastLog).orElse(List.of());
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

    /** Looks after links and processes; time in which this machine slept, or this thread did, does not count. */
    private void look() {
        long now = host.nanoTime();
        long elapsed = Math.min(now - lastLookNanos, LOOK.multipliedBy(3).toNanos());
        lastLookNanos = now;
        guard.again("the links", () -> {
            graph.look(elapsed);
            links.look().forEach(notices::linkChanged);
        });
        supervisors.forEach((id, supervisor) -> guard.again(id, supervisor::look));
    }

    /** Does something with the supervisors, on their thread. */
    void later(Runnable work) {
        later("a replacement", work);
    }

    /** On the scheduler's thread. */
    Collection<Supervisor> supervisors() {
        return supervisors.values();
    }

    /** Processes that only show that a bundle works. On the scheduler's thread. */
    Set<Trial> trials() {
        return trials;
    }

    DeviceHost host() {
        return host;
    }

    /** Whether nothing is to begin any more. On the scheduler's thread. */
    boolean closing() {
        return closing;
    }

    /** Nothing begins any more once the kernel stops. */
    private void begin(String id, Consumer<Supervisor> work) {
        with(id, supervisor -> {
            if (!closing) {
                work.accept(supervisor);
            }
        });
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
        scheduler.execute(() -> Guard.run(what, work));
    }
}
