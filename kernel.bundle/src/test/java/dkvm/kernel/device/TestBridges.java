// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.bridge.DeviceBridge;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/** The bridges of a framework without declarative services, as the kernel knows them. */
public final class TestBridges {
    private final BridgeRegistry registry = new BridgeRegistry();
    private final BundleContext context;
    private final Set<ServiceReference<?>> bound = ConcurrentHashMap.newKeySet();

    public TestBridges(BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        var bridges = "(objectClass=" + DeviceBridge.class.getName() + ")";
        context.addServiceListener((AllServiceListener) this::changed, bridges);
        var there = context.getAllServiceReferences(DeviceBridge.class.getName(), null);
        if (there != null) {
            for (var reference : there) {
                bind(reference);
            }
        }
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            bind(event.getServiceReference());
        } else if (event.getType() == ServiceEvent.UNREGISTERING && bound.remove(event.getServiceReference())) {
            registry.unbindBridge(bridge(event.getServiceReference()));
        }
    }

    private void bind(ServiceReference<?> reference) {
        if (bound.add(reference)) {
            registry.bindBridge(bridge(reference));
        }
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<DeviceBridge> bridge(ServiceReference<?> reference) {
        return (ServiceReference<DeviceBridge>) reference;
    }

    /** Replacements between them, behind a kernel's devices. */
    public Replacements replacements(Devices devices) {
        return new Replacements(context, registry, devices);
    }
}
