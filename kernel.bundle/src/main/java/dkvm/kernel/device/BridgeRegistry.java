// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.bridge.DeviceBridge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Knows every bridge there is and says which one of a type is selected. A type's first bridge is selected by itself; a
 * further one waits until that is gone, or until a replacement selects it. Listeners are told in order and must not
 * block.
 */
@Component(service = BridgeRegistry.class, immediate = true)
public final class BridgeRegistry {
    /** Guarded by this, as all below. */
    private final Map<String, List<ServiceReference<DeviceBridge>>> present = new TreeMap<>();
    private final Map<String, ServiceReference<DeviceBridge>> selected = new TreeMap<>();
    /** Bundles, by id, whose bridges are not selected by themselves. */
    private final Set<Long> expected = new HashSet<>();
    /** Bundles, by id, that are restarted. */
    private final Set<Long> restarting = new HashSet<>();
    private final Map<String, List<Listener>> listeners = new TreeMap<>();

    /** Is told which bridge of a type is selected: at once, and whenever that changes; null: none. */
    interface Listener extends Consumer<@Nullable ServiceReference<DeviceBridge>> {}

    /** A registry of no bridges. */
    public BridgeRegistry() {}

    @Reference(service = DeviceBridge.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindBridge(ServiceReference<DeviceBridge> bridge) {
        var type = type(bridge);
        present.computeIfAbsent(type, _ -> new ArrayList<>()).add(bridge);
        if (isEligible(bridge) && selected.putIfAbsent(type, bridge) == null) {
            tell(type);
        }
    }

    synchronized void unbindBridge(ServiceReference<DeviceBridge> bridge) {
        var type = type(bridge);
        Objects.requireNonNull(present.get(type), type).remove(bridge);
        if (selected.remove(type, bridge)) {
            if (!restarting.contains(owner(bridge))) {
                selectAny(type);
            }
            tell(type);
        }
    }

    private void selectAny(String type) {
        present.getOrDefault(type, List.of()).stream().filter(this::isEligible).findFirst()
                .ifPresent(next -> selected.put(type, next));
    }

    private boolean isEligible(ServiceReference<DeviceBridge> bridge) {
        return !expected.contains(owner(bridge));
    }

    private static long owner(ServiceReference<DeviceBridge> bridge) {
        return (Long) bridge.getProperty(Constants.SERVICE_BUNDLEID);
    }

    /** A bundle's bridges are not selected by themselves. */
    synchronized void expect(long bundle) {
        expected.add(bundle);
    }

    /** A bundle's bridges go for a moment: nobody takes their places. */
    synchronized void restarting(long bundle) {
        restarting.add(bundle);
    }

    /** They are back, or will not come back. */
    synchronized void restarted(long bundle) {
        restarting.remove(bundle);
        for (var type : present.keySet()) {
            if (!selected.containsKey(type)) {
                selectAny(type);
                tell(type);
            }
        }
    }

    /** All bridges of a bundle are selected, and those that it offers later may be. */
    synchronized void select(Bundle bundle) {
        expected.remove(bundle.getBundleId());
        of(bundle).forEach((type, bridge) -> {
            if (!bridge.equals(selected.put(type, bridge))) {
                tell(type);
            }
        });
    }

    /** The bridges of a bundle, by type. */
    synchronized SortedMap<String, ServiceReference<DeviceBridge>> of(Bundle bundle) {
        var bridges = new TreeMap<String, ServiceReference<DeviceBridge>>();
        present.forEach((type, all) -> all.stream().filter(bridge -> owner(bridge) == bundle.getBundleId())
                .findFirst().ifPresent(bridge -> bridges.put(type, bridge)));
        return bridges;
    }

    /** The bridge that is selected for a type. */
    synchronized Optional<ServiceReference<DeviceBridge>> selected(String type) {
        return Optional.ofNullable(selected.get(type));
    }

    synchronized void listen(String type, Listener listener) {
        listeners.computeIfAbsent(type, _ -> new ArrayList<>()).add(listener);
        listener.accept(selected.get(type));
    }

    synchronized void unlisten(String type, Listener listener) {
        listeners.getOrDefault(type, List.of()).remove(listener);
    }

    private void tell(String type) {
        listeners.getOrDefault(type, List.of()).forEach(listener -> listener.accept(selected.get(type)));
    }

    private static String type(ServiceReference<DeviceBridge> bridge) {
        return String.valueOf(bridge.getProperty(DeviceBridge.TYPE));
    }
}
