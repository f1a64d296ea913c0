// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.bridge.DeviceBridge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Puts bundles in the place of others behind devices, whole or not at all. Any thread may ask, for one at a time; answers
 * come on the devices' thread, which must not be held up.
 */
@Component(service = Replacements.class)
public final class Replacements {
    private static final String CAPABILITY = "dkvm.device";
    /** A device that is just starting hands over once it runs; begun anew instead, it would lose what it has begun. */
    private static final Duration STARTING = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** How far a replacement has come. */
    public enum Step {
        /** The new processes were started; the old ones run on. */
        STARTED,
        /** All new processes wait to take over, and trials have passed. */
        PROVEN,
        /** An old process has drained. */
        DRAINED,
        /** Its successor is active. */
        ACTIVATED,
        /** The new bundle is the one that devices run from. */
        SWITCHED
    }

    private final BundleContext context;
    private final BridgeRegistry registry;
    private final Devices devices;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** The last one that was begun. Owned by the devices' thread. */
    private @Nullable Replacement current;

    /**
     * Nothing is replaced.
     *
     * @param context finds bridges
     * @param registry knows which bundle is selected for a type
     * @param devices the devices
     */
    @Activate
    public Replacements(BundleContext context, @Reference BridgeRegistry registry, @Reference Devices devices) {
        this.context = context;
        this.registry = registry;
        this.devices = devices;
    }

    /**
     * A bundle is about to start whose device types are not to be taken from it by themselves.
     *
     * @param to the bundle, installed and not started
     */
    public void expect(Bundle to) {
        registry.expect(to.getBundleId());
    }

    /**
     * The bundle that the devices of a type run from.
     *
     * @param type the type
     * @return empty: no bundle offers it
     */
    public Optional<Bundle> selected(String type) {
        return registry.selected(type).map(ServiceReference::getBundle);
    }

    /**
     * Takes a bundle's types from it, at once and without trial. Devices that run from another are begun anew.
     *
     * @param to the bundle, started
     */
    public void select(Bundle to) {
        registry.select(to);
    }

    /**
     * Puts a bundle in the place of those that are selected for its types. Where devices of them run, new processes start
     * beside them, take over when all are ready, and show that they get on before the old ones end; where none runs, a
     * trial does. Then the bundle is selected. If anything of it is no good, all is as before.
     *
     * @param to the bundle, started
     * @param entries devices whose configuration is another with it, by id
     * @param steps is told how far it has come, on the devices' thread; must not block
     * @return empty: done; else why not, for people
     */
    public CompletableFuture<Optional<String>> replace(Bundle to, Map<String, DeviceEntry> entries,
            Consumer<Step> steps) {
        var bridges = registry.of(to);
        var missing = declared(to).stream().filter(type -> !bridges.containsKey(type)).findFirst();
        if (missing.isPresent()) {
            return refused("its bridge for the device type " + missing.get() + " does not come up; the log says why");
        }
        if (!busy.compareAndSet(false, true)) {
            return refused("another bundle is just being replaced; try again");
        }
        var result = new CompletableFuture<Optional<String>>();
        devices.later(() -> onceStarted(bridges.keySet(), STARTING,
                () -> begin(to, bridges, entries, steps, result)));
        return result.whenComplete((_, _) -> busy.set(false));
    }

    /** Goes on when no device of these types is on its way up or down, or has been so for too long. */
    private void onceStarted(Set<String> types, Duration left, Runnable then) {
        boolean moves = devices.supervisors().stream().anyMatch(device -> types.contains(device.entry().type())
                && device.alive() && device.running().isEmpty());
        if (moves && left.isPositive() && !devices.closing()) {
            new Alarm(devices.host().scheduler()).set(LOOK, () -> onceStarted(types, left.minus(LOOK), then));
        } else {
            then.run();
        }
    }

    /**
     * What is being replaced is to be as before, or is done already; its answer comes all the same.
     *
     * @param why for people
     */
    public void giveUp(String why) {
        devices.later(() -> {
            if (current != null) {
                current.giveUp(why);
            }
        });
    }

    /**
     * A bundle that is selected goes for a moment: its devices run on, and nobody takes its place.
     *
     * @param bundle the bundle
     */
    public void restarting(Bundle bundle) {
        registry.restarting(bundle.getBundleId());
    }

    /**
     * It is back, or will not come back: then devices run from whichever bundle offers their types, or wait.
     *
     * @param bundle the bundle
     */
    public void restarted(Bundle bundle) {
        registry.restarted(bundle.getBundleId());
    }

    private static CompletableFuture<Optional<String>> refused(String reason) {
        return CompletableFuture.completedFuture(Optional.of(reason));
    }

    private static List<String> declared(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(CAPABILITY).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get("type"))).toList();
    }

    private void begin(Bundle to, SortedMap<String, ServiceReference<DeviceBridge>> bridges,
            Map<String, DeviceEntry> entries, Consumer<Step> steps, CompletableFuture<Optional<String>> result) {
        try {
            var _ = begin(to, bridges, entries, steps).thenAccept(result::complete);
        } catch (RuntimeException | Error e) {
            result.complete(Optional.of("it cannot be begun: " + e));
            throw e;
        }
    }

    private CompletableFuture<Optional<String>> begin(Bundle to,
            SortedMap<String, ServiceReference<DeviceBridge>> bridges, Map<String, DeviceEntry> entries,
            Consumer<Step> steps) {
        if (devices.closing()) {
            return refused("the kernel stops");
        }
        var handles = new TreeMap<String, BridgeHandle>();
        for (var bridge : bridges.entrySet()) {
            var handle = BridgeHandle.of(to.getSymbolicName(), context, bridge.getValue());
            if (handle.isEmpty()) {
                return refused("its bridge for the device type " + bridge.getKey()
                        + " does not come up; the log says why");
            }
            handles.put(bridge.getKey(), handle.get());
        }
        var replacement = new Replacement(new Deadline(devices.host().scheduler(), devices.host()::nanoTime), steps,
                () -> {
                    entries.values().forEach(this::rest);
                    registry.select(to);
                }, self -> takeovers(handles, entries, self), left -> devices.closing()
                        ? Optional.empty()
                        : Optional.of(new Trial(left.entry(), true, left.bridge(), devices.host(), devices.trials())));
        current = replacement;
        var takeovers = takeovers(handles, entries, replacement);
        replacement.begin(takeovers, trials(handles, entries, takeovers));
        return replacement.result();
    }

    /** What has ended is not begun anew for other defaults. */
    private void rest(DeviceEntry entry) {
        devices.supervisors().stream().filter(device -> device.id().equals(entry.id()))
                .forEach(device -> device.defaults(entry));
    }

    /** Sinks before sources. */
    private List<Takeover> takeovers(Map<String, BridgeHandle> handles, Map<String, DeviceEntry> entries,
            Replacement replacement) {
        var takeovers = new ArrayList<Takeover>();
        var running = devices.supervisors().stream()
                .filter(device -> device.running().isPresent() && !devices.closing() && !replacement.has(device.id()))
                .sorted(Comparator.comparing((Supervisor device) -> !devices.host().graph().takes(device.id())))
                .toList();
        for (var device : running) {
            Optional.ofNullable(handles.get(device.entry().type())).ifPresent(handle -> takeovers.add(
                    device.takeover(entries.getOrDefault(device.id(), device.entry()), handle, replacement)));
        }
        return takeovers;
    }

    private List<Trial> trials(Map<String, BridgeHandle> handles, Map<String, DeviceEntry> entries,
            List<Takeover> takeovers) {
        var trials = new ArrayList<Trial>();
        handles.forEach((type, handle) -> {
            if (takeovers.stream().noneMatch(takeover -> takeover.entry().type().equals(type))) {
                var configured = devices.supervisors().stream().map(Supervisor::entry)
                        .filter(entry -> entry.type().equals(type) && entry.enabled()).findFirst();
                var entry = configured.map(known -> entries.getOrDefault(known.id(), known))
                        .orElseGet(() -> DeviceEntry.bare(type));
                trials.add(new Trial(entry, configured.isPresent(), handle, devices.host(), devices.trials()));
            }
        });
        return trials;
    }
}
