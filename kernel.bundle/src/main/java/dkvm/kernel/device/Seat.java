// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import java.io.IOException;
import java.util.Optional;

/** A device whose place is taken over, by a {@link Takeover}. On the scheduler's thread. */
interface Seat {
    String id();

    /** The process that has the place, if the device is RUNNING. */
    Optional<Generation> running();

    /** Starts a process that waits. */
    Generation beside(DeviceEntry entry, BridgeHandle bridge) throws IOException;

    /** This process has the place from now on. */
    void seat(Generation generation);

    /** The device is this from now on. */
    void adopt(DeviceEntry entry, BridgeHandle bridge);

    /** A process that has done nothing in the place leaves it, and what is down stays down; answers whether it has. */
    boolean withdraw();
}
