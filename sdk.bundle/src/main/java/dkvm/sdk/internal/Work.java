// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Received;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the I/O thread hands to the main thread, in the order in which the kernel sent it. */
sealed interface Work {

    /** The kernel has answered Hello. */
    record Welcomed(int version) implements Work {}

    /** The device becomes active. */
    record Begin(DeviceSession session, List<InStream> inputs) implements Work {}

    /** A further stream comes in. */
    record Opened(InStream stream) implements Work {}

    /** An event came; {@code event} is null for a kind this SDK does not know. */
    record Arrival(InStream stream, long seq, int bytes, @Nullable Received event) implements Work {}

    /** Something to be told the user, which the I/O thread, that waits for nobody, does not do. */
    record Odd(String words) implements Work {}

    /** The stream's source has ended it. */
    record StreamEnded(InStream stream) implements Work {}

    /** The kernel has closed the stream. */
    record Closed(InStream stream) implements Work {}

    /** The device is to become passive. */
    record Drain() implements Work {}

    /** The process is to end. */
    record Stop() implements Work {}
}
