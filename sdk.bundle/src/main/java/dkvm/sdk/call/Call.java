// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

import java.time.Duration;

/** A call that this device is to answer. Any thread may ask it. */
public interface Call {

    /**
     * The service that is called, one of those the device serves.
     *
     * @return its name
     */
    String service();

    /**
     * What is to be done.
     *
     * @return the method's name
     */
    String method();

    /**
     * What the caller sent.
     *
     * @return a copy, at most 63 KiB
     */
    byte[] payload();

    /**
     * Who calls.
     *
     * @return the id of a device; empty: the kernel
     */
    String caller();

    /**
     * How long the caller will still wait.
     *
     * @return zero or less once the time is up
     */
    Duration remaining();

    /**
     * Whether nobody waits for the answer any more: the caller gave up or is gone, or the time is up. The serving thread
     * is interrupted then.
     *
     * @return true from then on
     */
    boolean cancelled();

    /**
     * What to throw for a method that the service does not have.
     *
     * @return a failure with {@link Status#UNIMPLEMENTED}
     */
    default CallFailure unknownMethod() {
        return new CallFailure(Status.UNIMPLEMENTED, "there is no method " + service() + "." + method());
    }
}
