// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.util.List;
import org.osgi.framework.Bundle;

/**
 * A bridge that is selected for a type.
 *
 * @param bridge the service
 * @param bundle whose it is
 */
record BridgeHandle(DeviceBridge bridge, Bundle bundle) {

    List<Port> ports(DeviceEntry entry) {
        return bridge.facts().ports(Options.of(entry.options()));
    }

    /** Whether a device would get the same process from another bridge. */
    boolean sameProgram(BridgeHandle other, DeviceEntry entry) {
        return bundle.getBundleId() == other.bundle.getBundleId()
                && bundle.getLastModified() == other.bundle.getLastModified()
                && launch(entry).equals(other.launch(entry));
    }

    LaunchSpec launch(DeviceEntry entry) {
        return bridge.launch(Options.of(entry.options()));
    }
}
