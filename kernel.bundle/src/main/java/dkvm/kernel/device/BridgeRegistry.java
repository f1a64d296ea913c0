// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.bridge.DeviceBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private final Map<String, List<Listener>> listeners = new TreeMap<>();

    /** Is told which bridge of a type is selected: at once, and whenever that changes; null: none. */
    interface Listener extends Consumer<@Nullable ServiceReference<DeviceBridge>> {}

    /** A registry of no bridges. */
    public BridgeRegistry() {}

    @Reference(service = DeviceBridge.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindBridge(ServiceReference<DeviceBridge> bridge) {
        var type = type(bridge);
        present.computeIfAbsent(type, _ -> new ArrayList<>()).add(bridge);
        if (selected.putIfAbsent(type, bridge) == null) {
            tell(type);
        }
    }

    synchronized void unbindBridge(ServiceReference<DeviceBridge> bridge) {
        var type = type(bridge);
        var all = Objects.requireNonNull(present.get(type), type);
        all.remove(bridge);
        if (selected.remove(type, bridge)) {
            if (!all.isEmpty()) {
                selected.put(type, all.getFirst());
            }
            tell(type);
        }
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
