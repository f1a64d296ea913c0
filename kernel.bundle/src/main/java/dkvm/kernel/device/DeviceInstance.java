// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.Revisions;
import dkvm.sdk.bridge.DeviceBridge;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * A configured device, {@code dkvm.device~ID}. It hands every new fact, a changed configuration or another bridge, to
 * the device's supervisor, and never waits.
 */
@Component(service = DeviceInstance.class, immediate = true, configurationPid = "dkvm.device", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DeviceInstance {
    private final BridgeRegistry registry;
    private final Devices devices;
    private final Revisions revisions;
    private final BridgeRegistry.Listener listener = this::selected;
    /** By DS, one call at a time. */
    private DeviceEntry entry;

    /**
     * A device is configured.
     *
     * @param registry knows the bridges
     * @param devices keeps the supervisors
     * @param revisions is told that the configuration has come
     * @param properties the configuration
     */
    @Activate
    public DeviceInstance(@Reference BridgeRegistry registry, @Reference Devices devices,
            @Reference Revisions revisions, Map<String, Object> properties) {
        this.registry = registry;
        this.devices = devices;
        this.revisions = revisions;
        entry = DeviceEntry.of(properties);
        devices.configure(entry);
        registry.listen(entry.type(), listener);
        revisions.reached(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        var before = entry;
        entry = DeviceEntry.of(properties);
        if (!before.type().equals(entry.type())) {
            registry.unlisten(before.type(), listener);
            devices.configure(entry);
            registry.listen(entry.type(), listener);
        } else {
            devices.configure(entry);
        }
        revisions.reached(properties);
    }

    @Deactivate
    void deactivate(Map<String, Object> properties) {
        registry.unlisten(entry.type(), listener);
        devices.remove(entry.id());
        revisions.gone(properties);
    }

    private void selected(@Nullable ServiceReference<DeviceBridge> bridge) {
        devices.bridge(entry.id(), bridge);
    }
}
