// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import dkvm.kernel.api.Notice;
import dkvm.kernel.api.NoticeListener;
import dkvm.kernel.api.Notices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners that other bundles register as services, each on a thread of its own. */
@Component(service = Whiteboard.class, immediate = true)
public final class Whiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);
    private static final Duration LONG = Duration.ofDays(1);

    private final NoticeHub hub;
    /** The thread that tells a listener. Guarded by this. */
    private final Map<NoticeListener, Thread> threads = new HashMap<>();

    /**
     * Nobody listens yet.
     *
     * @param hub where notices come from
     */
    @Activate
    public Whiteboard(@Reference NoticeHub hub) {
        this.hub = hub;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindListener(NoticeListener listener, Map<String, Object> properties) {
        try {
            var feed = hub.feed(topics(properties.get(NoticeListener.TOPICS)));
            threads.put(listener, Thread.ofVirtual().name("dkvm-notices").start(() -> deliver(feed, listener)));
        } catch (IllegalArgumentException e) {
            LOG.error("the notice listener {} gets nothing: {}", listener.getClass().getName(), e.getMessage());
        }
    }

    synchronized void unbindListener(NoticeListener listener) {
        var thread = threads.remove(listener);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static List<String> topics(@Nullable Object property) {
        return switch (property) {
            case String one -> List.of(one);
            case String[] several -> List.of(several);
            case null, default -> List.of();
        };
    }

    private static void deliver(Notices.Feed from, NoticeListener listener) {
        var lost = new Tally();
        long told = 0;
        try (var feed = from) {
            while (true) {
                var notice = feed.next(LONG);
                for (; told < feed.dropped(); told++) {
                    long news = lost.count(System.nanoTime());
                    if (news > 0) {
                        LOG.warn("the notice listener {} is too slow: {} notices dropped",
                                listener.getClass().getName(), news);
                    }
                }
                notice.ifPresent(there -> tell(listener, there));
            }
        } catch (InterruptedException e) {
            // It was taken away.
        }
    }

    private static void tell(NoticeListener listener, Notice notice) {
        try {
            listener.notice(notice);
        } catch (RuntimeException e) {
            LOG.error("the notice listener {} failed at {}", listener.getClass().getName(), notice.topic(), e);
        }
    }
}
