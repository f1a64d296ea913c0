// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.Graph;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as others may see it. */
@Component
public final class View implements KernelView {
    private final Devices devices;
    private final Graph graph;

    /**
     * A view.
     *
     * @param devices of these devices
     * @param graph and their links
     */
    @Activate
    public View(@Reference Devices devices, @Reference Graph graph) {
        this.devices = devices;
        this.graph = graph;
    }

    @Override
    public List<DeviceStatus> devices() {
        return devices.status();
    }

    @Override
    public List<LinkStatus> links() {
        return graph.status();
    }
}
