// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import com.google.protobuf.ByteString;
import dkvm.kernel.wire.Mailer;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notices of one device process: those it publishes and those it subscribed to. Methods never block. */
public final class DeviceNotices {
    /** So many a second may be published. */
    public static final int PER_SECOND = 200;
    /** So many different prefixes may be subscribed to. */
    public static final int MAX_PREFIXES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceNotices.class);

    private final String device;
    private final Mailer mailer;
    private final NoticeHub hub;
    /** For the thread that reads the device. */
    private final RateLimit limit;
    private final Tally refused = new Tally();
    private final Tally undelivered = new Tally();
    /** Replaced, never changed, under this. */
    private volatile List<TopicPrefix> prefixes = List.of();

    DeviceNotices(String device, Mailer mailer, NoticeHub hub, long nowNanos) {
        this.device = device;
        this.mailer = mailer;
        this.hub = hub;
        this.limit = new RateLimit(PER_SECOND, PER_SECOND, nowNanos);
    }

    /**
     * The device publishes a notice; what is wrong with it is counted and logged. For the thread that reads the device.
     *
     * @param topic its topic
     * @param payload what it says
     * @param nowNanos the time, as {@link System#nanoTime()} has it
     */
    public void publish(String topic, ByteString payload, long nowNanos) {
        var refusal = refusal(topic, payload, nowNanos);
        if (refusal.isEmpty()) {
            hub.fromDevice(topic, payload);
            return;
        }
        long news = refused.count(nowNanos);
        if (news > 0) {
            LOG.warn("{}: notices of it refused: {}, the last because {}", device, news, refusal.get());
        }
    }

    private Optional<String> refusal(String topic, ByteString payload, long nowNanos) {
        if (!TopicPrefix.isTopic(topic)) {
            return Optional.of("its topic is none: INVALID_ARGUMENT");
        }
        if (!ownTopic(topic)) {
            return Optional
                    .of("it may not publish \"" + topic + "\": PERMISSION_DENIED; its own topics are below device/"
                            + device + "/, without \"state\"");
        }
        if (payload.size() > Wire.MAX_NOTICE_PAYLOAD) {
            return Optional.of("it has " + payload.size() + " bytes, and " + Wire.MAX_NOTICE_PAYLOAD
                    + " are allowed: INVALID_ARGUMENT");
        }
        return limit.take(nowNanos)
                ? Optional.empty()
                : Optional.of("there are more than " + PER_SECOND + " a second: RESOURCE_EXHAUSTED");
    }

    private boolean ownTopic(String topic) {
        var own = "device/" + device + "/";
        var states = own + "state";
        return topic.startsWith(own) && !topic.equals(states) && !topic.startsWith(states + "/");
    }

    /**
     * Subscribes the device to topics.
     *
     * @param more what they begin with
     * @return false, and nothing is changed, if that would be too many
     */
    public synchronized boolean subscribe(List<TopicPrefix> more) {
        Set<TopicPrefix> all = new LinkedHashSet<>(prefixes);
        all.addAll(more);
        if (all.size() > MAX_PREFIXES) {
            return false;
        }
        prefixes = List.copyOf(all);
        return true;
    }

    /**
     * Whether the device has subscribed to this very prefix.
     *
     * @param prefix the prefix
     * @return true if it has
     */
    public boolean subscribed(TopicPrefix prefix) {
        return prefixes.contains(prefix);
    }

    /**
     * Ends subscriptions; those there are not are ignored.
     *
     * @param less the prefixes
     */
    public synchronized void unsubscribe(List<TopicPrefix> less) {
        prefixes = prefixes.stream().filter(prefix -> !less.contains(prefix)).toList();
    }

    /** A notice was published. */
    void offer(String topic, Envelope message, boolean state) {
        for (var prefix : prefixes) {
            if (prefix.matches(topic)) {
                if (!mailer.offer(message, state ? Rank.KERNEL_NOTICE : Rank.DEVICE_NOTICE)) {
                    dropped();
                }
                return;
            }
        }
    }

    private void dropped() {
        long news = undelivered.count(System.nanoTime());
        if (news > 0) {
            LOG.warn("{}: it does not read its notices; dropped: {}", device, news);
        }
    }

    /** How many of the device's notices were refused. */
    long refused() {
        return refused.total();
    }

    /** How many notices the device did not get, because it does not read. */
    long undelivered() {
        return undelivered.total();
    }

    /** The process is gone: says what has not been said of what went wrong. */
    public void close() {
        hub.forget(this);
        long more = refused.rest();
        if (more > 0) {
            LOG.warn("{}: {} more notices of it were refused", device, more);
        }
        more = undelivered.rest();
        if (more > 0) {
            LOG.warn("{}: it did not read {} more notices", device, more);
        }
    }
}
