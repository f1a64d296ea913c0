// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls and notices that wait for a device, bounded in bytes. Any thread adds; whoever writes takes. */
final class MailQueue {
    /** What a message takes besides its bytes, so that empty ones are bounded too. */
    static final int OVERHEAD = 128;

    private final Queue<Envelope> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();

    /** Refuses also what is longer than a message may be: nobody could ever write it. */
    boolean offer(Envelope message, Rank rank) {
        int size = size(message);
        if (size > Wire.MAX_MESSAGE + OVERHEAD) {
            return false;
        }
        if (bytes.addAndGet(size) > rank.limitBytes()) {
            bytes.addAndGet(-size);
            return false;
        }
        queue.add(message);
        return true;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes messages into a buffer, at least one if there is any, until that many bytes are reached. */
    int fill(byte[] buffer, int enough) {
        int at = 0;
        Envelope message;
        while (at < enough && (message = queue.peek()) != null) {
            int next = Frames.put(message, buffer, at);
            if (next < 0) {
                break;
            }
            at = next;
            queue.remove();
            bytes.addAndGet(-size(message));
        }
        return at;
    }

    private static int size(Envelope message) {
        return message.getSerializedSize() + OVERHEAD;
    }
}
