// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import dkvm.kernel.api.Notice;
import dkvm.kernel.api.NoticeListener;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener, on a thread of its own, whatever it throws. */
final class Delivery implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration LONG = Duration.ofDays(1);

    private final NoticeListener listener;
    private final NoticeFeed feed;
    private final Tally lost = new Tally();
    private final Thread thread = Thread.ofVirtual().name("dkvm-notices").unstarted(this);
    /** Not the interrupt alone: whoever a listener calls may swallow that. */
    private volatile boolean over;

    Delivery(NoticeListener listener, NoticeFeed feed) {
        this.listener = listener;
        this.feed = feed;
    }

    void start() {
        thread.start();
    }

    /** Wants other topics from now on. */
    void select(List<String> topics) {
        feed.select(topics);
    }

    void end() {
        over = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        long told = 0;
        try (feed) {
            while (!over) {
                var notice = feed.next(LONG);
                for (; told < feed.dropped(); told++) {
                    tellDropped();
                }
                notice.ifPresent(this::tell);
            }
        } catch (InterruptedException e) {
            // It was taken away.
        }
    }

    private void tellDropped() {
        long news = lost.count(System.nanoTime());
        if (news > 0) {
            LOG.warn("the notice listener {} is too slow: {} notices dropped", listener.getClass().getName(), news);
        }
    }

    private void tell(Notice notice) {
        if (over) {
            return;
        }
        try {
            listener.notice(notice);
        } catch (Throwable e) {
            // Also an Error, such as of a class that its bundle lacks: the next notice may do better.
            LOG.error("the notice listener {} failed at {}", listener.getClass().getName(), notice.topic(), e);
        }
    }
}
