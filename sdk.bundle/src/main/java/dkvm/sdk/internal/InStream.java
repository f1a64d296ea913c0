// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.LatencyHistogram;

/** A stream that comes in, from its opening or the device's activation on. All but the finals belong to the main
 * thread, where nothing else is said. */
final class InStream {
    final int number;
    final String port;
    final String from;
    /** Delays since the last Stats. */
    final LatencyHistogram latency = new LatencyHistogram();
    /** Keys that are down. */
    final Held held = new Held();
    /** Whether something came that cannot be used; I/O thread. */
    boolean unusable;
    /** The last event processed. */
    long seq;
    /** The length of all its events processed, with their length prefixes. */
    long bytes;
    /** Whether something was processed that the kernel does not know of. */
    boolean unacknowledged;
    /** Whether the author was told that it has ended. */
    boolean ended;

    InStream(int number, String port, String from, long nextSeq) {
        this.number = number;
        this.port = port;
        this.from = from;
        this.seq = Math.max(0, nextSeq - 1);
    }
}
