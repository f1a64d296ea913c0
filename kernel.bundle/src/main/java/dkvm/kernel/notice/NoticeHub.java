// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.Notice;
import dkvm.kernel.api.Notices;
import dkvm.kernel.pipeline.LinkChange;
import dkvm.kernel.wire.Mailer;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where all notices pass: each goes to those that want it and have room for it. Methods never block, from any thread. */
@Component(service = {NoticeHub.class, Notices.class})
public final class NoticeHub implements Notices {
    private final RecentNotices recent = new RecentNotices();
    final List<DeviceNotices> devices = new CopyOnWriteArrayList<>();
    final List<NoticeFeed> feeds = new CopyOnWriteArrayList<>();

    /** Nobody listens yet. */
    @Activate
    public NoticeHub() {}

    /**
     * A device process may publish and subscribe from now on.
     *
     * @param device its device's id
     * @param mailer the way to it
     * @return its notices, to be closed at its end
     */
    public DeviceNotices connect(String device, Mailer mailer) {
        var notices = new DeviceNotices(device, mailer, this, System.nanoTime());
        devices.add(notices);
        return notices;
    }

    void forget(DeviceNotices notices) {
        devices.remove(notices);
    }

    /**
     * A device is in another state.
     *
     * @param now the device
     * @param before its state before; empty: it is new
     * @param removed whether it is no longer configured
     */
    public void deviceChanged(DeviceStatus now, String before, boolean removed) {
        publish("device/" + now.id() + "/state", Reports.change(now, before, removed).toByteString(), true);
    }

    /**
     * A link is in another state.
     *
     * @param change what happened
     */
    public void linkChanged(LinkChange change) {
        publish("pipeline/" + change.pipeline() + "/state", Reports.change(change).toByteString(), true);
    }

    void fromDevice(String topic, ByteString payload) {
        publish(topic, payload, false);
    }

    @Override
    public void publish(String topic, ByteString payload) {
        if (!TopicPrefix.isTopic(topic) || topic.startsWith("device/") || topic.startsWith("pipeline/")) {
            throw new IllegalArgumentException("a bundle cannot publish \"" + topic + '"');
        }
        if (payload.size() > Wire.MAX_NOTICE_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a notice of " + payload.size() + " bytes; " + Wire.MAX_NOTICE_PAYLOAD + " are allowed");
        }
        publish(topic, payload, false);
    }

    private void publish(String topic, ByteString payload, boolean state) {
        Notice notice = recent.add(Instant.now(), topic, payload, state);
        for (var feed : feeds) {
            feed.offer(notice, state);
        }
        if (!devices.isEmpty()) {
            var message = Envelope.newBuilder()
                    .setNotice(dkvm.sdk.wire.v1.Notice.newBuilder().setTopic(topic).setPayload(payload)).build();
            for (var device : devices) {
                device.offer(topic, message, state);
            }
        }
    }

    @Override
    public List<Notice> recent(int most) {
        return recent.last(most);
    }

    @Override
    public Feed feed(List<String> prefixes) {
        return open(prefixes);
    }

    NoticeFeed open(List<String> prefixes) {
        var feed = new NoticeFeed(prefixes, feeds::remove);
        feeds.add(feed);
        return feed;
    }
}
