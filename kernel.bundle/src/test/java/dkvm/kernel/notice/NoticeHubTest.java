// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.Notice;
import dkvm.kernel.call.RecordingMailer;
import dkvm.kernel.pipeline.LinkChange;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.DeviceChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoticeHubTest {
    private static final ByteString WORDS = ByteString.copyFromUtf8("words");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final NoticeHub hub = new NoticeHub();
    private final RecordingMailer toLamp = new RecordingMailer();
    private final DeviceNotices lamp = hub.connect("lamp", toLamp);
    private final long now = System.nanoTime();

    private static DeviceStatus device(String state) {
        return new DeviceStatus("lamp", "light", state, true, OptionalLong.of(17), 1, 0, 1.5, "b", "1", "fine",
                Optional.empty(), 0);
    }

    private List<String> topics() {
        return hub.recent(1000).stream().map(Notice::topic).toList();
    }

    @Test
    void aDevicePublishesBelowItsOwnNameAlone() {
        for (var topic : List.of("device/lamp/on", "device/lamp/bulb/burnt")) {
            lamp.publish(topic, WORDS, now);
        }
        for (var topic : List.of("device/keys/on", "device/lamp", "device/lamp/state", "device/lamp/state/x",
                "pipeline/typing/state", "other", "device/lamp/", "device/lamp/*", "")) {
            lamp.publish(topic, WORDS, now);
        }
        lamp.publish("device/lamp/big", ByteString.copyFrom(new byte[Wire.MAX_NOTICE_PAYLOAD + 1]), now);
        assertThat(topics()).containsExactly("device/lamp/on", "device/lamp/bulb/burnt");
        assertThat(lamp.refused()).isEqualTo(10);
    }

    @Test
    void aTalkativeDeviceIsBoundedAndDrivesOutNoStates() {
        hub.deviceChanged(device("RUNNING"), "STARTING", false);
        for (int i = 0; i < 10_000; i++) {
            lamp.publish("device/lamp/on", WORDS, now);
        }
        assertThat(lamp.refused()).isEqualTo(10_000 - DeviceNotices.PER_SECOND);
        for (int second = 1; second <= 10; second++) {
            for (int i = 0; i < DeviceNotices.PER_SECOND; i++) {
                lamp.publish("device/lamp/on", WORDS, now + second * SECOND);
            }
        }
        assertThat(lamp.refused()).isEqualTo(10_000 - DeviceNotices.PER_SECOND);
        assertThat(topics()).hasSize(RecentNotices.KEPT + 1).startsWith("device/lamp/state");
    }

    @Test
    void aSubscriberGetsEachNoticeOnce() throws Exception {
        assertThat(lamp.subscribe(List.of(new TopicPrefix("device"), new TopicPrefix("device/*/state")))).isTrue();
        hub.deviceChanged(device("BACKOFF"), "RUNNING", false);
        hub.linkChanged(new LinkChange("typing", "a.x", "b.y", "UP", "DOWN", false));
        var notice = toLamp.next().getNotice();
        assertThat(notice.getTopic()).isEqualTo("device/lamp/state");
        var change = DeviceChange.parseFrom(notice.getPayload());
        assertThat(change.getBefore()).isEqualTo("RUNNING");
        assertThat(change.getDevice().getState()).isEqualTo("BACKOFF");
        assertThat(change.getDevice().getPid()).isEqualTo(17);
        assertThat(change.getDevice().getUptimeMs()).isEqualTo(1500);
        assertThat(toLamp.sent).isEmpty();

        lamp.unsubscribe(List.of(new TopicPrefix("device/")));
        hub.publish("bundle/said", WORDS);
        hub.deviceChanged(device("STARTING"), "BACKOFF", false);
        assertThat(toLamp.next().getNotice().getTopic()).isEqualTo("device/lamp/state");
        lamp.close();
        hub.deviceChanged(device("RUNNING"), "STARTING", false);
        assertThat(toLamp.sent).isEmpty();
    }

    @Test
    void aLongStatusIsNotCutInTheMiddleOfACharacter() {
        var status = new DeviceStatus("lamp", "light", "FAILED", true, OptionalLong.empty(), 1, 0, 1.5, "b", "1",
                "x" + "\uD83D\uDE00".repeat(200), Optional.empty(), 0);
        assertThat(Reports.device(status).getStatus()).isEqualTo("x" + "\uD83D\uDE00".repeat(99));
    }

    @Test
    void aDeviceThatDoesNotReadLosesNoticesCounted() {
        lamp.subscribe(List.of(new TopicPrefix("")));
        toLamp.full = true;
        hub.publish("bundle/said", WORDS);
        hub.publish("bundle/said", WORDS);
        assertThat(lamp.undelivered()).isEqualTo(2);
    }

    @Test
    void subscriptionsAreBounded() {
        for (int i = 0; i < DeviceNotices.MAX_PREFIXES; i++) {
            assertThat(lamp.subscribe(List.of(new TopicPrefix("a/" + i)))).isTrue();
        }
        assertThat(lamp.subscribe(List.of(new TopicPrefix("a/0")))).as("the same again").isTrue();
        assertThat(lamp.subscribe(List.of(new TopicPrefix("b")))).isFalse();
    }

    @Test
    void aBundleSpeaksForNoDeviceAndNoPipeline() {
        hub.publish("bundle/said", WORDS);
        for (var topic : List.of("device/lamp/on", "pipeline/typing/state", "a b")) {
            assertThatThrownBy(() -> hub.publish(topic, WORDS)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(topics()).containsExactly("bundle/said");
    }

    @Test
    void aFeedThatNobodyReadsKeepsRoomForStates() throws Exception {
        try (var feed = hub.feed(List.of())) {
            for (int i = 0; i < NoticeFeed.CAPACITY; i++) {
                hub.publish("bundle/said", WORDS);
            }
            assertThat(feed.dropped()).isEqualTo(NoticeFeed.CAPACITY / 2);
            hub.deviceChanged(device("FAILED"), "RUNNING", false);
            assertThat(feed.dropped()).isEqualTo(NoticeFeed.CAPACITY / 2);
            assertThat(feed.next(Duration.ZERO)).hasValueSatisfying(
                    notice -> assertThat(notice.number()).isEqualTo(1));
        }
    }

    @Test
    void aFeedThatNobodyReadsIsBoundedInBytesToo() throws Exception {
        var large = ByteString.copyFrom(new byte[Wire.MAX_NOTICE_PAYLOAD]);
        try (var feed = hub.feed(List.of())) {
            for (int i = 0; i < 100; i++) {
                hub.publish("bundle/said", large);
            }
            assertThat(feed.dropped()).isBetween(68L, 70L);
            hub.deviceChanged(device("FAILED"), "RUNNING", false);
            assertThat(feed.next(Duration.ZERO)).isPresent();
            hub.publish("bundle/said", large);
            assertThat(feed.dropped()).as("room is made by reading").isBetween(68L, 70L);
            var topics = new ArrayList<String>();
            for (var next = feed.next(Duration.ZERO); next.isPresent(); next = feed.next(Duration.ZERO)) {
                topics.add(next.get().topic());
            }
            assertThat(topics).contains("device/lamp/state").hasSizeBetween(31, 33);
        }
    }

    @Test
    void whatIsKeptIsBoundedInBytesToo() {
        var recent = new RecentNotices();
        var large = ByteString.copyFrom(new byte[Wire.MAX_NOTICE_PAYLOAD]);
        for (int i = 0; i < 100; i++) {
            recent.add(Instant.EPOCH, "device/lamp/on", large, false);
        }
        assertThat(recent.last(1000)).hasSize(RecentNotices.MAX_BYTES / Wire.MAX_NOTICE_PAYLOAD);
        assertThat(recent.last(3)).extracting(Notice::number).containsExactly(98L, 99L, 100L);
    }

    @Test
    void whatHappensOftenIsLoggedSeldom() {
        var tally = new Tally();
        assertThat(tally.count(0)).isEqualTo(1);
        assertThat(tally.count(1)).isZero();
        assertThat(tally.count(Tally.EVERY_NANOS - 1)).isZero();
        assertThat(tally.count(Tally.EVERY_NANOS)).isEqualTo(3);
        assertThat(tally.total()).isEqualTo(4);
    }
}
