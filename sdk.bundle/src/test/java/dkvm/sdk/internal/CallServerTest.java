// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.Device;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.CallHandler;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Description;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallServerTest {
    private static final int PLACES = CallServer.THREADS + CallServer.WAITING;

    private static InProcess device(CallHandler handler) {
        var spec = new DeviceSpec("lamp", List.of(Port.out("keys", StreamKind.KEYBOARD)), true,
                Map.of("light", handler),
                new DeviceSpec.Producing(_ -> session -> session.sleepUntil(System.nanoTime() + Long.MAX_VALUE / 2)));
        var device = new InProcess(spec);
        device.kernel.activate();
        return device;
    }

    private static void call(InProcess device, long id, String service, String method, String payload) {
        device.kernel.say(Envelope.newBuilder().setRequest(Request.newBuilder().setId(id).setService(service)
                .setMethod(method).setPayload(ByteString.copyFromUtf8(payload)).setDevice("caller")
                .setDeadlineMs(5000)).build());
    }

    private static Response response(InProcess device) {
        return device.kernel.next(BodyCase.RESPONSE).message().getResponse();
    }

    private static Status status(InProcess device) {
        return Status.of(response(device).getStatus());
    }

    @Test
    void answersByTheHandler() {
        try (var device = device(call -> {
            assertThat(call.remaining()).isBetween(java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(5));
            return (call.caller() + " " + call.method() + " " + new String(call.payload(), UTF_8)).getBytes(UTF_8);
        })) {
            call(device, 5, "light", "on", "now");
            assertThat(response(device)).isEqualTo(
                    Response.newBuilder().setId(5).setPayload(ByteString.copyFromUtf8("caller on now")).build());
        }
    }

    @Test
    void answersEveryFailureWithAStatus() {
        try (var device = device(call -> switch (call.method()) {
            case "refuse" -> throw new CallFailure(Status.FAILED_PRECONDITION, "no bulb");
            case "fail" -> throw new IllegalStateException("burnt");
            case "large" -> new byte[Wire.MAX_CALL_PAYLOAD + 1];
            default -> throw call.unknownMethod();
        })) {
            call(device, 1, "light", "refuse", "");
            assertThat(response(device)).isEqualTo(
                    Response.newBuilder().setId(1).setStatus(9).setMessage("no bulb").build());
            call(device, 2, "light", "fail", "");
            var failed = response(device);
            assertThat(failed.getStatus()).isEqualTo(Status.INTERNAL.code());
            assertThat(failed.getMessage()).contains("burnt");
            assertThat(device.log()).contains("the service light failed at the method fail");
            call(device, 3, "light", "large", "");
            assertThat(status(device)).isEqualTo(Status.RESOURCE_EXHAUSTED);
            call(device, 4, "light", "dim", "");
            assertThat(status(device)).isEqualTo(Status.UNIMPLEMENTED);
            call(device, 5, "heat", "on", "");
            assertThat(status(device)).isEqualTo(Status.UNIMPLEMENTED);
            call(device, 6, "device", "explode", "");
            assertThat(status(device)).isEqualTo(Status.UNIMPLEMENTED);
        }
    }

    @Test
    void anErrorOfAHandlerIsAnsweredAndEndsNothing() {
        try (var device = device(call -> switch (call.method()) {
            case "assert" -> throw new AssertionError("no lamp");
            case "dive" -> dive(1);
            default -> new byte[0];
        })) {
            call(device, 1, "light", "assert", "");
            var failed = response(device);
            assertThat(failed.getStatus()).isEqualTo(Status.INTERNAL.code());
            assertThat(failed.getMessage()).contains("no lamp");
            assertThat(device.log()).contains("the service light failed at the method assert");
            call(device, 2, "light", "dive", "");
            assertThat(status(device)).isEqualTo(Status.INTERNAL);
            for (int id = 3; id < 3 + PLACES; id++) {
                call(device, id, "light", "on", "");
                assertThat(status(device)).isEqualTo(Status.OK);
            }
            assertThat(device.running()).isTrue();
        }
    }

    private static byte[] dive(int depth) {
        return depth == 0 ? new byte[0] : dive(depth + 1);
    }

    @Test
    void wordsAreNeverCutWithinACharacter() {
        var words = "x".repeat(499) + "\uD83D\uDE00";
        try (var device = device(_ -> {
            throw new CallFailure(Status.ABORTED, words);
        })) {
            call(device, 1, "light", "on", "");
            assertThat(response(device).getMessage()).isEqualTo("x".repeat(499));
        }
    }

    @Test
    void describesItself() throws Exception {
        try (var device = device(_ -> new byte[0])) {
            call(device, 1, "device", "describe", "");
            var description = Description.parseFrom(response(device).getPayload());
            assertThat(description.getType()).isEqualTo("lamp");
            assertThat(description.getServicesList()).containsExactly("light");
            assertThat(description.getPorts(0).getName()).isEqualTo("keys");
            assertThat(description.getSoftware()).startsWith("dkvm.sdk on Java");
        }
    }

    @Test
    void aFloodWaitsBoundedAndHoldsUpNothingElse() throws Exception {
        var gate = new CountDownLatch(1);
        try (var device = device(_ -> {
            gate.await();
            return new byte[0];
        })) {
            for (int id = 1; id <= PLACES + 5; id++) {
                call(device, id, "light", "on", "");
            }
            for (int i = 0; i < 5; i++) {
                var refused = response(device);
                assertThat(refused.getStatus()).isEqualTo(Status.RESOURCE_EXHAUSTED.code());
            }
            device.kernel.ping();
            gate.countDown();
            var answered = new HashSet<Long>();
            for (int i = 0; i < PLACES; i++) {
                var response = response(device);
                assertThat(response.getStatus()).isZero();
                answered.add(response.getId());
            }
            assertThat(answered).hasSize(PLACES);
        }
    }

    @Test
    void aCancelledCallIsToldSoAndInterrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var seen = new LinkedBlockingQueue<Boolean>();
        try (var device = device(call -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                seen.add(call.cancelled());
            }
            return new byte[0];
        })) {
            call(device, 1, "light", "on", "");
            // A call that is cancelled before it began is not served at all.
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            device.kernel.say(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(1)).build());
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCancelledCallLeavesItsPlaceToOthers() throws Exception {
        var gate = new CountDownLatch(1);
        try (var device = device(_ -> {
            gate.await();
            return new byte[0];
        })) {
            for (int id = 1; id <= PLACES; id++) {
                call(device, id, "light", "on", "");
            }
            for (int id = CallServer.THREADS + 1; id <= PLACES; id++) {
                device.kernel.say(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(id)).build());
            }
            for (int id = 101; id <= 100 + CallServer.WAITING; id++) {
                call(device, id, "light", "on", "");
            }
            device.kernel.ping();
            gate.countDown();
            var answered = new HashSet<Long>();
            for (int i = 0; i < PLACES; i++) {
                var response = response(device);
                assertThat(response.getStatus()).isZero();
                answered.add(response.getId());
            }
            assertThat(answered).hasSize(PLACES).doesNotContain(CallServer.THREADS + 1L, (long) PLACES);
        }
    }

    @Test
    void aServiceIsOfferedOnce() {
        var builder = Device.of("lamp").serves("light", _ -> new byte[0]);
        assertThatThrownBy(() -> builder.serves("light", _ -> new byte[0])).hasMessageContaining("taken");
        assertThatThrownBy(() -> builder.serves("device", _ -> new byte[0])).hasMessageContaining("taken");
    }
}
