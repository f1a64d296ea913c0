// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls and notices that wait for a device, bounded in bytes. Any thread adds; whoever writes takes. */
final class MailQueue {
    /** What a message takes besides its bytes, so that empty ones are bounded too. */
    static final int OVERHEAD = 128;

    /** A message that waits, until one takes it: who writes, or who withdraws it. */
    private static final class Mail {
        private final Envelope message;
        private final int size;
        private final AtomicBoolean taken = new AtomicBoolean();

        Mail(Envelope message, int size) {
            this.message = message;
            this.size = size;
        }

        boolean isRequest(long id) {
            return message.hasRequest() && message.getRequest().getId() == id;
        }
    }

    private final Queue<Mail> queue = new ConcurrentLinkedQueue<>();
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
        queue.add(new Mail(message, size));
        return true;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes out a request that has not left; false if it has, or never came. */
    boolean withdraw(long requestId) {
        for (var mail : queue) {
            if (mail.isRequest(requestId)) {
                return take(mail);
            }
        }
        return false;
    }

    private boolean take(Mail mail) {
        boolean taken = mail.taken.compareAndSet(false, true);
        if (taken) {
            queue.remove(mail);
            bytes.addAndGet(-mail.size);
        }
        return taken;
    }

    /** Takes messages into a buffer, at least one if there is any, until that many bytes are reached. */
    int fill(byte[] buffer, int enough) {
        int at = 0;
        Mail mail;
        while (at < enough && (mail = queue.peek()) != null) {
            int next = Frames.put(mail.message, buffer, at);
            if (next < 0) {
                break;
            }
            // Withdrawn meanwhile: what comes next is put over it.
            if (take(mail)) {
                at = next;
            }
        }
        return at;
    }

    private static int size(Envelope message) {
        return message.getSerializedSize() + OVERHEAD;
    }
}
