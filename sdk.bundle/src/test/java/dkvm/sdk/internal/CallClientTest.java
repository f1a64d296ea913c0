// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dkvm.sdk.Context;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.DeviceInfo;
import dkvm.sdk.call.Status;
import dkvm.sdk.config.Options;
import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.DeviceChange;
import dkvm.sdk.wire.v1.DeviceList;
import dkvm.sdk.wire.v1.DeviceReport;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallClientTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What the author does with the context; what comes of it. */
    private interface Body {
        Object run(Context context) throws Exception;
    }

    private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();

    private InProcess device(Body body) {
        var device = new InProcess(Specs.source(context -> session -> {
            try {
                results.add(body.run(context));
            } catch (CallFailure e) {
                results.add(e);
            } catch (InterruptedException e) {
                results.add("interrupted");
            }
            session.sleepUntil(System.nanoTime() + LONG.toNanos());
        }));
        device.kernel.activate();
        return device;
    }

    private Object result() throws InterruptedException {
        var result = results.poll(10, TimeUnit.SECONDS);
        assertThat(result).isNotNull();
        return result;
    }

    private static Request request(InProcess device) {
        return device.kernel.next(BodyCase.REQUEST).message().getRequest();
    }

    private static void answer(InProcess device, Response.Builder response) {
        device.kernel.say(Envelope.newBuilder().setResponse(response).build());
    }

    @Test
    void waitsForTheAnswerOfAnotherDeviceAndCountsAsWaiting() throws Exception {
        try (var device = device(
                context -> new String(context.calls().call("lamp", "light", "on", new byte[]{7}, LONG), UTF_8))) {
            var request = request(device);
            assertThat(request).isEqualTo(Request.newBuilder().setId(1).setDevice("lamp").setService("light")
                    .setMethod("on").setPayload(ByteString.copyFrom(new byte[]{7})).setDeadlineMs(60_000).build());
            assertThat(device.kernel.ping().getLoop()).isEqualTo(Loop.WAITING_INPUT);
            answer(device, Response.newBuilder().setId(99));
            answer(device, Response.newBuilder().setId(1).setPayload(ByteString.copyFromUtf8("bright")));
            assertThat(result()).isEqualTo("bright");
        }
    }

    @Test
    void carriesTheStatusAndItsWords() throws Exception {
        try (var device = device(context -> context.calls().call("lamp", "light", "on", new byte[0], LONG))) {
            answer(device, Response.newBuilder().setId(request(device).getId()).setStatus(14).setMessage("it is off"));
            assertThat(result()).isInstanceOfSatisfying(CallFailure.class, failure -> {
                assertThat(failure.status()).isEqualTo(Status.UNAVAILABLE);
                assertThat(failure).hasMessage("it is off");
            });
        }
    }

    @Test
    void doesNotWaitForEverForAKernelThatDoesNotAnswer() throws Exception {
        try (var device = device(
                context -> context.calls().call("lamp", "light", "on", new byte[0], Duration.ofMillis(50)))) {
            long id = request(device).getId();
            assertThat(device.kernel.next(BodyCase.CANCEL).message().getCancel().getId()).isEqualTo(id);
            assertThat(result()).isInstanceOfSatisfying(CallFailure.class,
                    failure -> assertThat(failure.status()).isEqualTo(Status.DEADLINE_EXCEEDED));
        }
    }

    @Test
    void cancelsWhenTheCallingThreadIsInterrupted() throws Exception {
        var caller = new LinkedBlockingQueue<Thread>();
        try (var device = device(context -> {
            caller.add(Thread.currentThread());
            return context.calls().call("lamp", "light", "on", new byte[0], LONG);
        })) {
            long id = request(device).getId();
            var thread = caller.take();
            // Unlike a process's stdout, the pipe here would be closed by an interrupt that meets the writing.
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            assertThat(device.kernel.next(BodyCase.CANCEL).message().getCancel().getId()).isEqualTo(id);
            assertThat(result()).isEqualTo("interrupted");
        }
    }

    @Test
    void refusesAPayloadThatFitsNoMessage() throws Exception {
        try (var device = device(context -> context.calls().call("lamp", "light", "on",
                new byte[Wire.MAX_CALL_PAYLOAD + 1], LONG))) {
            assertThat(result()).as(device.log()).isInstanceOfSatisfying(CallFailure.class,
                    failure -> assertThat(failure.status()).isEqualTo(Status.INVALID_ARGUMENT));
        }
    }

    @Test
    void refusesNamesByTheirBytes() throws Exception {
        var name = "\u20ac".repeat(Wire.MAX_NAME);
        try (var device = device(
                context -> context.calls().call(name, name, name, new byte[Wire.MAX_CALL_PAYLOAD], LONG))) {
            assertThat(result()).as(device.log()).isInstanceOfSatisfying(CallFailure.class,
                    failure -> assertThat(failure.status()).isEqualTo(Status.INVALID_ARGUMENT));
        }
    }

    @Test
    void waitsFiveMinutesForThoseWhoHaveAllTheTimeInTheWorld() throws Exception {
        try (var device = device(context -> context.calls().call("lamp", "light", "on", new byte[0],
                Duration.ofSeconds(Long.MAX_VALUE)).length)) {
            var request = request(device);
            assertThat(request.getDeadlineMs()).isEqualTo(5 * 60 * 1000);
            answer(device, Response.newBuilder().setId(request.getId()));
            assertThat(result()).isEqualTo(0);
        }
    }

    @Test
    void watchesDevices() throws Exception {
        var changes = new LinkedBlockingQueue<String>();
        try (var device = device(context -> context.calls().watchDevices(new dkvm.sdk.call.DeviceWatcher() {
            @Override
            public void changed(DeviceInfo changed) {
                changes.add(changed.id() + " " + changed.state());
            }

            @Override
            public void removed(String id) {
                changes.add(id + " removed");
            }
        }).stream().map(DeviceInfo::id).toList())) {
            var request = request(device);
            assertThat(request.getService() + "." + request.getMethod()).isEqualTo("devices.watch");
            answer(device, Response.newBuilder().setId(request.getId()).setPayload(DeviceList.newBuilder()
                    .addDevices(report("keys", "RUNNING")).build().toByteString()));
            assertThat(result()).isEqualTo(List.of("keys"));
            notice(device, "device/keys/state", DeviceChange.newBuilder().setDevice(report("keys", "BACKOFF")));
            notice(device, "device/keys/own", DeviceChange.newBuilder().setDevice(report("keys", "own")));
            notice(device, "device/keys/state",
                    DeviceChange.newBuilder().setDevice(report("keys", "STOPPED")).setRemoved(true));
            assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("keys BACKOFF");
            assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo("keys removed");
        }
    }

    private static void notice(InProcess device, String topic, DeviceChange.Builder change) {
        device.kernel.say(Envelope.newBuilder().setNotice(
                Notice.newBuilder().setTopic(topic).setPayload(change.build().toByteString())).build());
    }

    private static DeviceReport report(String id, String state) {
        return DeviceReport.newBuilder().setId(id).setState(state).build();
    }

    @Test
    void failsInWordsWhereThereIsNoKernel() {
        var context = new Context("id", "type", Options.of(Map.of()), new Log(System.err, LogLevel.INFO));
        context.notices().publish("any", new byte[0]);
        assertThat(catchThrowableOfType(CallFailure.class, () -> context.calls().devices()).status())
                .isEqualTo(Status.UNAVAILABLE);
    }
}
