// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.Context;
import dkvm.sdk.notice.Notices.Subscription;
import dkvm.sdk.wire.v1.DeviceChange;
import dkvm.sdk.wire.v1.DeviceReport;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import dkvm.sdk.wire.v1.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is listened to in the device is what is subscribed to at the kernel. */
class SubscriptionsTest {
    private final CompletableFuture<Context> given = new CompletableFuture<>();
    private InProcess device;
    private Context context;

    @BeforeEach
    void start() {
        device = new InProcess(Specs.source(made -> {
            given.complete(made);
            return session -> session.sleepUntil(System.nanoTime() + Long.MAX_VALUE / 2);
        }));
        device.kernel.activate();
        context = given.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void end() {
        device.close();
    }

    private static <T> CompletableFuture<T> async(Callable<T> task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, work -> Thread.ofPlatform().daemon().start(work));
    }

    private CompletableFuture<Subscription> subscribe(String prefix) {
        return async(() -> context.notices().subscribe(prefix, _ -> {}));
    }

    private Request request(String method) {
        var request = device.kernel.next(BodyCase.REQUEST).message().getRequest();
        assertThat(request.getService() + "." + request.getMethod()).isEqualTo(method);
        return request;
    }

    private void answer(Request request, int status) {
        device.kernel.say(Envelope.newBuilder()
                .setResponse(Response.newBuilder().setId(request.getId()).setStatus(status)).build());
    }

    private void watch(LinkedBlockingQueue<String> seen) {
        var watching = async(() -> context.calls().watchDevices(changed -> seen.add(changed.id())));
        answer(request("devices.watch"), 0);
        watching.join();
    }

    private void change(String id) {
        var change = DeviceChange.newBuilder().setDevice(DeviceReport.newBuilder().setId(id)).build();
        device.kernel.say(Envelope.newBuilder().setNotice(Notice.newBuilder().setTopic("device/" + id + "/state")
                .setPayload(change.toByteString())).build());
    }

    @Test
    void watchedDevicesStayWatchedWhenAnotherSubscriptionOfTheSameIsClosed() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        watch(seen);
        var other = subscribe("device/*/state");
        answer(request("notices.subscribe"), 0);
        other.join().close();
        device.kernel.silence(Duration.ofMillis(100));
        change("lamp");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("lamp");
    }

    @Test
    void endsAtTheKernelWithTheLastOfItsKind() {
        var first = subscribe("device/lamp");
        answer(request("notices.subscribe"), 0);
        var second = subscribe("device/lamp");
        answer(request("notices.subscribe"), 0);
        first.join().close();
        first.join().close();
        device.kernel.ping();
        second.join().close();
        request("notices.unsubscribe");
    }

    @Test
    void whatTheKernelDidNotAnswerInTimeItIsToldToForget() {
        var late = subscribe("device/lamp");
        answer(request("notices.subscribe"), 4);
        request("notices.unsubscribe");
        assertThat(late.handle((_, failure) -> failure != null).join()).isTrue();
    }

    @Test
    void anUnsubscriptionThatFindsNoPlaceIsSaidAgain() {
        var lamp = subscribe("device/lamp");
        answer(request("notices.subscribe"), 0);
        lamp.join().close();
        var refused = request("notices.unsubscribe");
        var busy = async(() -> context.calls().links());
        var call = request("pipelines.list");
        answer(refused, 8);
        device.kernel.ping();
        answer(call, 0);
        busy.join();
        var again = request("notices.unsubscribe");
        assertThat(again.getPayload()).isEqualTo(refused.getPayload());
        answer(again, 0);
        device.kernel.silence(Duration.ofMillis(100));
    }

    @Test
    void aRefusedUnsubscriptionIsNotSaidAgainOnceSomebodyListens() {
        var lamp = subscribe("device/lamp");
        answer(request("notices.subscribe"), 0);
        lamp.join().close();
        answer(request("notices.unsubscribe"), 8);
        device.kernel.ping();
        var anew = subscribe("device/lamp");
        answer(request("notices.subscribe"), 0);
        anew.join();
        device.kernel.silence(Duration.ofMillis(100));
    }

    /** One closes while another begins, again and again: the other one must never be deaf. */
    @Test
    void oneThatBeginsWhileAnotherEndsIsHeard() throws Exception {
        Set<String> kernel = new HashSet<>();
        var ended = new CompletableFuture<Boolean>();
        var server = async(() -> {
            while (!ended.isDone()) {
                var heard = device.kernel.poll(Duration.ofMillis(10));
                if (heard != null && heard.message().hasRequest()) {
                    serve(kernel, heard.message().getRequest());
                }
            }
            return true;
        });
        try {
            var open = context.notices().subscribe("device/lamp", _ -> {});
            for (int i = 0; i < 1000; i++) {
                var next = subscribe("device/lamp");
                open.close();
                open = next.join();
                // The kernel serves in order: with this answer, all that was said before has been done.
                context.calls().links();
                synchronized (kernel) {
                    assertThat(kernel).as("round " + i).containsExactly("device/lamp");
                }
            }
        } finally {
            ended.complete(true);
            server.join();
        }
    }

    private void serve(Set<String> kernel, Request request) throws InvalidProtocolBufferException {
        var prefixes = request.getService().equals("notices")
                ? Topics.parseFrom(request.getPayload()).getPrefixesList()
                : null;
        synchronized (kernel) {
            if (prefixes != null && request.getMethod().equals("subscribe")) {
                kernel.addAll(prefixes);
            } else if (prefixes != null) {
                prefixes.forEach(kernel::remove);
            }
        }
        device.kernel.say(Envelope.newBuilder()
                .setResponse(Response.newBuilder().setId(request.getId()).setPayload(ByteString.EMPTY)).build());
    }
}
