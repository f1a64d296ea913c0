// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.device.Devices;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.pipeline.Graph;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as others may see it. */
@Component
public final class View implements KernelView {
    private static final int LOOKS = 20;
    private static final long LOOK_NANOS = 2_000_000;

    private final Devices devices;
    private final Graph graph;
    private final Memory memory;

    /**
     * A view.
     *
     * @param devices of these devices
     * @param graph their links
     * @param memory and their buffers
     */
    @Activate
    public View(@Reference Devices devices, @Reference Graph graph, @Reference Memory memory) {
        this.devices = devices;
        this.graph = graph;
        this.memory = memory;
    }

    @Override
    public List<DeviceStatus> devices() {
        return devices.status();
    }

    @Override
    public List<String> lastLog(String device) {
        return devices.lastLog(device);
    }

    @Override
    public List<LinkStatus> links() {
        return graph.status();
    }

    @Override
    public List<PoolStatus> pools() {
        return memory.status();
    }

    /** Who holds what is asked here and there, while buffers are on their way: what is leaked stays so at every look. */
    @Override
    public long leakedSlots() {
        long leaked = memory.leaked(graph.holds());
        for (int look = 1; look < LOOKS && leaked > 0; look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            leaked = Math.min(leaked, memory.leaked(graph.holds()));
        }
        return leaked;
    }
}
