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
    /** Those that are told. Guarded by this. */
    private final Map<NoticeListener, Delivery> deliveries = new HashMap<>();

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
            var delivery = new Delivery(listener, feed);
            deliveries.put(listener, delivery);
            delivery.thread.start();
        } catch (IllegalArgumentException e) {
            LOG.error("the notice listener {} gets nothing: {}", listener.getClass().getName(), e.getMessage());
        }
    }

    synchronized void unbindListener(NoticeListener listener) {
        var delivery = deliveries.remove(listener);
        if (delivery != null) {
            delivery.end();
        }
    }

    private static List<String> topics(@Nullable Object property) {
        return switch (property) {
            case String one -> List.of(one);
            case String[] several -> List.of(several);
            case null, default -> List.of();
        };
    }

    /** Tells one listener, on a thread of its own. */
    private static final class Delivery implements Runnable {
        private final NoticeListener listener;
        private final Notices.Feed from;
        private final Tally lost = new Tally();
        private final Thread thread = Thread.ofVirtual().name("dkvm-notices").unstarted(this);
        /** Not the interrupt alone: whoever a listener calls may swallow that. */
        private volatile boolean over;

        Delivery(NoticeListener listener, Notices.Feed from) {
            this.listener = listener;
            this.from = from;
        }

        void end() {
            over = true;
            thread.interrupt();
        }

        @Override
        public void run() {
            long told = 0;
            try (var feed = from) {
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
            } catch (RuntimeException e) {
                LOG.error("the notice listener {} failed at {}", listener.getClass().getName(), notice.topic(), e);
            }
        }
    }
}
