// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;

/** Who is told what a device says besides its events. Called on the thread that reads the device. */
public interface DeviceProtocol {

    /**
     * A message that is no event.
     *
     * @param message what the device says
     * @throws WireException if the device may not say this now; it is the end of the device
     */
    void message(Envelope message) throws WireException;

    /**
     * What the device says is not the protocol; nothing more is read.
     *
     * @param reason what is wrong
     * @param excerpt the first bytes that were not understood
     */
    void fault(String reason, byte[] excerpt);

    /** The device's stdout has ended; everything it sent was routed. */
    void endOfOutput();
}
