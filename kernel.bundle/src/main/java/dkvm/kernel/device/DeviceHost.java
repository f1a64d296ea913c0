// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.call.Peer;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.pipeline.Graph;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What a supervisor needs of the kernel around it. */
interface DeviceHost {
    /** One thread, on which all supervisors work. */
    ScheduledExecutorService scheduler();

    /** The time, as {@link System#nanoTime()} has it. */
    long nanoTime();

    Graph graph();

    Memory memory();

    RandomGenerator random();

    String kernelName();

    /** From which level on devices log. */
    LogLevels logLevels();

    /** When this run of the kernel began, milliseconds since 1970. */
    long runStartedMillis();

    /** Where it is kept what went wrong. */
    Reports reports();

    /** Starts a process. */
    DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, Beginning beginning, DeviceProcess.Owner owner)
            throws IOException;

    /**
     * A device is in another state, which is worth a notice.
     *
     * @param now the device
     * @param before its state before; empty: it is new
     * @param removed whether it is no longer configured
     */
    default void changed(DeviceStatus now, String before, boolean removed) {}

    /**
     * Calls a device's process, which has said Hello.
     *
     * @return its answer, or a {@link dkvm.sdk.call.CallFailure}; on a thread that must not be held up
     */
    CompletableFuture<ByteString> call(Peer peer, String service, String method);

    /** A device's process has ended; what it started ends with it. */
    void ended(String device, long pid);
}
