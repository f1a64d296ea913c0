// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What a supervisor needs of the kernel around it. */
interface DeviceHost {
    /** One thread, on which all supervisors work. */
    ScheduledExecutorService scheduler();

    Graph graph();

    RandomGenerator random();

    String kernelName();

    /** From which level on devices log. */
    LogLevels logLevels();

    /** When this run of the kernel began, milliseconds since 1970. */
    long runStartedMillis();

    /** Starts a process. */
    DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, long generation, DeviceProcess.Owner owner)
            throws IOException;

    /** A device's process has ended. */
    void forget(String device);
}
