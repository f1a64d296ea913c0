// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Cause;

/**
 * What a process begins with.
 *
 * @param number counts the device's processes in this run of the kernel
 * @param cause why it is started
 * @param streamsGoOn whether its streams go on where the process before left them
 * @param journal what the device logs
 */
record Beginning(long number, Cause cause, boolean streamsGoOn, Journal journal) {

    /** Of a process that will never be active. */
    static Beginning ofTrial(Journal journal) {
        return new Beginning(0, Cause.FIRST, false, journal);
    }
}
