// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import dkvm.kernel.api.NoticeListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners that other bundles register as services, each on a thread of its own. It counts registrations, not
 * listeners: one object may be registered twice, with other topics.
 */
@Component(service = Whiteboard.class, immediate = true)
public final class Whiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

    private final NoticeHub hub;
    /** Those that are told, by their registrations. Guarded by this. */
    private final Map<ServiceReference<NoticeListener>, Delivery> deliveries = new HashMap<>();

    /**
     * Nobody listens yet.
     *
     * @param hub where notices come from
     */
    @Activate
    public Whiteboard(@Reference NoticeHub hub) {
        this.hub = hub;
    }

    @Reference(service = NoticeListener.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindListener(ServiceReference<NoticeListener> registration, NoticeListener listener) {
        try {
            var delivery = new Delivery(listener, hub.open(topics(registration)));
            deliveries.put(registration, delivery);
            delivery.start();
        } catch (IllegalArgumentException e) {
            LOG.error("the notice listener {} gets nothing: {}", listener.getClass().getName(), e.getMessage());
        }
    }

    /** Its topics may be others now. */
    synchronized void updatedListener(ServiceReference<NoticeListener> registration, NoticeListener listener) {
        var delivery = deliveries.get(registration);
        if (delivery == null) {
            bindListener(registration, listener);
            return;
        }
        try {
            delivery.select(topics(registration));
        } catch (IllegalArgumentException e) {
            unbindListener(registration);
            LOG.error("the notice listener {} gets nothing more: {}", listener.getClass().getName(), e.getMessage());
        }
    }

    synchronized void unbindListener(ServiceReference<NoticeListener> registration) {
        var delivery = deliveries.remove(registration);
        if (delivery != null) {
            delivery.end();
        }
    }

    private static List<String> topics(ServiceReference<NoticeListener> registration) {
        return switch ((@Nullable Object) registration.getProperty(NoticeListener.TOPICS)) {
            case String one -> List.of(one);
            case String[] several -> List.of(several);
            case null, default -> List.of();
        };
    }
}
