// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Loop;

/**
 * A process's last answer to a ping.
 *
 * @param ping the ping's id; pings are numbered from 1
 * @param loop what the process's work is doing
 * @param ticks grows whenever that goes round
 */
record Pulse(long ping, Loop loop, long ticks) {
    /** Nothing was answered yet. */
    static final Pulse NONE = new Pulse(0, Loop.LOOP_UNSPECIFIED, 0);
}
