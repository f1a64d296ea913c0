// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.Context;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.notice.Notices;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import dkvm.sdk.wire.v1.Topics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private final CompletableFuture<Context> context = new CompletableFuture<>();
    private InProcess device;
    private Notices notices;

    @BeforeEach
    void start() {
        device = new InProcess(Specs.source(given -> {
            context.complete(given);
            return session -> session.sleepUntil(System.nanoTime() + Long.MAX_VALUE / 2);
        }));
        device.kernel.activate();
        notices = context.orTimeout(10, TimeUnit.SECONDS).join().notices();
    }

    @AfterEach
    void end() {
        device.close();
    }

    private Request answered(int status) {
        var request = device.kernel.next(BodyCase.REQUEST).message().getRequest();
        device.kernel.say(Envelope.newBuilder()
                .setResponse(Response.newBuilder().setId(request.getId()).setStatus(status)).build());
        return request;
    }

    private CompletableFuture<Notices.Subscription> subscribe(String prefix,
            dkvm.sdk.notice.NoticeListener listener) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return notices.subscribe(prefix, listener);
            } catch (CallFailure | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void notice(String topic, String payload) {
        device.kernel.say(Envelope.newBuilder().setNotice(
                Notice.newBuilder().setTopic(topic).setPayload(ByteString.copyFromUtf8(payload))).build());
    }

    @Test
    void publishesUnderItsOwnName() {
        notices.publish("lamp/on", new byte[]{1});
        assertThat(device.kernel.next(BodyCase.NOTICE).message().getNotice()).isEqualTo(Notice.newBuilder()
                .setTopic("device/keys/lamp/on").setPayload(ByteString.copyFrom(new byte[]{1})).build());
        assertThatThrownBy(() -> notices.publish("state", new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> notices.publish("state/x", new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> notices.publish("a b", new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> notices.publish("big", new byte[Wire.MAX_NOTICE_PAYLOAD + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsListenersOfTheirTopicsUntilTheyClose() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var first = subscribe("device/lamp", notice -> heard.add("first " + notice.topic()));
        var request = answered(0);
        assertThat(request.getService() + "." + request.getMethod()).isEqualTo("notices.subscribe");
        assertThat(Topics.parseFrom(request.getPayload()).getPrefixesList()).containsExactly("device/lamp");
        var second = subscribe("device/lamp", notice -> heard.add("second " + notice.topic()));
        answered(0);
        second.get(10, TimeUnit.SECONDS);

        notice("device/lamps/on", "");
        notice("device/lamp/on", "");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("first device/lamp/on");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("second device/lamp/on");

        first.join().close();
        notice("device/lamp/off", "");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("second device/lamp/off");
        second.join().close();
        assertThat(device.kernel.next(BodyCase.REQUEST).message().getRequest().getMethod()).isEqualTo("unsubscribe");
        notice("device/lamp/on", "");
        heardNothing(heard);
    }

    @Test
    void aRefusedSubscriptionListensToNothing() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var refused = subscribe("device/lamp", notice -> heard.add(notice.topic()));
        answered(8);
        assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CallFailure.class);
        notice("device/lamp/on", "");
        heardNothing(heard);
    }

    /** Of what was said before: notices come in order, so a listener of another topic hears its own behind them. */
    private void heardNothing(LinkedBlockingQueue<String> heard) throws Exception {
        var fence = new CountDownLatch(1);
        var listening = subscribe("fence", _ -> fence.countDown());
        while (!answered(0).getPayload().toStringUtf8().endsWith("fence")) {
            // What was unsubscribed before.
        }
        listening.get(10, TimeUnit.SECONDS);
        notice("fence", "");
        assertThat(fence.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void anErrorOfAListenerEndsNothing() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var failing = subscribe("device/lamp", _ -> {
            throw new NoClassDefFoundError("example/Bulb");
        });
        answered(0);
        failing.get(10, TimeUnit.SECONDS);
        var other = subscribe("device/lamp", notice -> heard.add(notice.topic()));
        answered(0);
        other.get(10, TimeUnit.SECONDS);
        notice("device/lamp/on", "");
        notice("device/lamp/off", "");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("device/lamp/on");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("device/lamp/off");
        assertThat(device.log()).contains("a listener failed at the notice device/lamp/on");
    }

    @Test
    void aSlowListenerLosesNoticesAndHoldsUpNothingElse() throws Exception {
        var gate = new CountDownLatch(1);
        var subscription = subscribe("", _ -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        answered(0);
        subscription.get(10, TimeUnit.SECONDS);
        int sent = NoticeInbox.CAPACITY + 50;
        for (int i = 0; i < sent; i++) {
            notice("device/lamp/on", "");
        }
        device.kernel.ping();
        // One more is in the listener's hands, or not yet.
        assertThat(notices.dropped()).isBetween(49L, 50L);
        gate.countDown();
    }
}
