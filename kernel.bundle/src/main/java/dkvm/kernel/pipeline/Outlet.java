// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.wire.v1.Envelope;

/** The kernel's way to one device process: its stdin. Methods may be called from any thread, holding no lock. */
public interface Outlet {

    /**
     * Sends a control message, in order with others, before events that wait.
     *
     * @param message what to send
     */
    void send(Envelope message);

    /** Writes what waits for this device and may go out now; never blocks. */
    void pump();
}
