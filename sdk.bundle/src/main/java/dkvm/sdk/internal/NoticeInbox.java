// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.log.Log;
import dkvm.sdk.notice.Notice;
import dkvm.sdk.notice.NoticeListener;
import dkvm.sdk.wire.TopicPrefix;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** From the I/O thread, which brings notices, to the one thread on which the author's listeners are told. */
final class NoticeInbox {
    static final int CAPACITY = 256;
    /** What was dropped is logged this often. */
    private static final long LOG_NS = 10_000_000_000L;

    /** Who wants to hear what; each is itself alone, since the same listener may listen twice. */
    static final class Listening {
        private final TopicPrefix prefix;
        private final NoticeListener listener;

        private Listening(TopicPrefix prefix, NoticeListener listener) {
            this.prefix = prefix;
            this.listener = listener;
        }
    }

    private final Log log;
    private final List<Listening> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Notice> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    /** Guarded by this; made when first needed, which is never in most devices. */
    private @Nullable Thread thread;

    NoticeInbox(Log log) {
        this.log = log;
    }

    synchronized Listening listen(TopicPrefix prefix, NoticeListener listener) {
        var listening = new Listening(prefix, listener);
        all.add(listening);
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("dkvm-notice").start(this::deliver);
        }
        return listening;
    }

    void forget(Listening listening) {
        all.remove(listening);
    }

    long dropped() {
        return dropped.get();
    }

    /** On the I/O thread; never waits. */
    void arrived(String topic, byte[] payload) {
        if (wanted(topic) && !queue.offer(new Notice(topic, payload))) {
            dropped.getAndIncrement();
        }
    }

    private boolean wanted(String topic) {
        for (var listening : all) {
            if (listening.prefix.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    private void deliver() {
        long logged = 0;
        long loggedNanos = System.nanoTime() - LOG_NS;
        while (true) {
            try {
                tell(queue.take());
            } catch (InterruptedException e) {
                // Left behind by a listener; the thread goes on.
                continue;
            }
            long now = System.nanoTime();
            long lost = dropped.get();
            if (lost > logged && now - loggedNanos >= LOG_NS) {
                log.warn((lost - logged) + " notices were dropped: the device's listeners are too slow for them");
                logged = lost;
                loggedNanos = now;
            }
        }
    }

    private void tell(Notice notice) {
        for (var listening : all) {
            if (listening.prefix.matches(notice.topic())) {
                try {
                    listening.listener.notice(notice);
                } catch (OutOfMemoryError | Ended e) {
                    throw e;
                } catch (Throwable e) {
                    log.error("a listener failed at the notice " + notice.topic(), e);
                }
            }
        }
    }
}
