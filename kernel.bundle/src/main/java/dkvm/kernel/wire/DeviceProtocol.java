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
     * What the device says is not the protocol; nothing more is understood.
     *
     * @param reason what is wrong
     * @param excerpt the first bytes that were not understood
     */
    void fault(String reason, byte[] excerpt);

    /**
     * What the device said instead, or went on to say, or the beginning of a message whose rest never came: it may be how it
     * crashed.
     *
     * @param bytes a buffer that is used again
     * @param length so many of them count
     */
    void misunderstood(byte[] bytes, int length);

    /** The device's stdout has ended; everything it sent was routed. */
    void endOfOutput();
}
