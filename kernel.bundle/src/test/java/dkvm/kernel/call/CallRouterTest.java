// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dkvm.kernel.notice.NoticeHub;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallRouterTest {
    private final CallRouter router = new CallRouter(new NoticeHub());
    private final RecordingMailer toKeys = new RecordingMailer();
    private final RecordingMailer toLamp = new RecordingMailer();
    private final Peer keys = router.connect("keys", toKeys, TestMemory.tenant("keys"));
    private final Peer lamp = router.connect("lamp", toLamp, TestMemory.tenant("lamp"));

    CallRouterTest() {
        router.directory("asleep"::equals);
        keys.activated();
        lamp.activated();
    }

    @AfterEach
    void end() {
        router.deactivate();
    }

    private static Request.Builder request(long id, String device) {
        return Request.newBuilder().setId(id).setService("light").setMethod("on").setDevice(device);
    }

    private void call(Peer from, Request.Builder request) {
        from.message(Envelope.newBuilder().setRequest(request).build());
    }

    private void answer(Peer from, Response.Builder response) {
        from.message(Envelope.newBuilder().setResponse(response).build());
    }

    private Status status(RecordingMailer device) throws InterruptedException {
        return Status.of(device.next().getResponse().getStatus());
    }

    @Test
    void passesACallAndItsAnswerOnUnderNumbersOfEachConnection() throws Exception {
        call(keys, request(41, "lamp").setPayload(ByteString.copyFromUtf8("now")).setDeadlineMs(500));
        var passed = toLamp.next().getRequest();
        assertThat(passed).isEqualTo(request(passed.getId(), "keys").setPayload(ByteString.copyFromUtf8("now"))
                .setDeadlineMs(500).build());
        assertThat(passed.getId()).isNotEqualTo(41);

        answer(lamp, Response.newBuilder().setId(passed.getId()).setPayload(ByteString.copyFromUtf8("done")));
        assertThat(toKeys.next().getResponse()).isEqualTo(
                Response.newBuilder().setId(41).setPayload(ByteString.copyFromUtf8("done")).build());
        answer(lamp, Response.newBuilder().setId(passed.getId()));
        answer(lamp, Response.newBuilder().setId(12345));
        assertThat(toKeys.sent).isEmpty();
    }

    @Test
    void whatANewerProtocolAddsToACallMakesNoMessageThatIsTooLong() throws Exception {
        var unknown = UnknownFieldSet.newBuilder().addField(99, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[60_000])).build()).build();
        call(keys, request(1, "lamp").setUnknownFields(unknown));
        assertThat(toLamp.next().getSerializedSize()).isLessThan(100);
    }

    @Test
    void tellsADeviceThatSleepsFromOneThatThereIsNot() throws Exception {
        call(keys, request(1, "asleep"));
        assertThat(status(toKeys)).isEqualTo(Status.UNAVAILABLE);
        call(keys, request(2, "nobody"));
        assertThat(status(toKeys)).isEqualTo(Status.NOT_FOUND);
        call(keys, request(3, ""));
        assertThat(status(toKeys)).isEqualTo(Status.UNIMPLEMENTED);
        lamp.ending();
        call(keys, request(4, "lamp"));
        assertThat(status(toKeys)).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aDeviceWhoseOutputEndedBeforeItWasTakenForActiveIsNotKept() throws Exception {
        var late = router.connect("late", toLamp, TestMemory.tenant("late"));
        late.gone();
        late.activated();
        call(keys, request(1, "late"));
        assertThat(status(toKeys)).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void answersWhenTheTimeIsUpAndTellsTheCallee() throws Exception {
        call(keys, request(1, "lamp").setDeadlineMs(30));
        long id = toLamp.next().getRequest().getId();
        assertThat(status(toKeys)).isEqualTo(Status.DEADLINE_EXCEEDED);
        assertThat(toLamp.next().getCancel().getId()).isEqualTo(id);
        answer(lamp, Response.newBuilder().setId(id));
        assertThat(toKeys.sent).isEmpty();
    }

    @Test
    void answersACallThatItsCallerGivesUpAndTellsTheCallee() throws Exception {
        call(keys, request(1, "lamp"));
        long id = toLamp.next().getRequest().getId();
        keys.message(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(1)).build());
        assertThat(status(toKeys)).isEqualTo(Status.CANCELLED);
        assertThat(toLamp.next().getCancel().getId()).isEqualTo(id);
        keys.message(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(1)).build());
        assertThat(toKeys.sent).isEmpty();
    }

    @Test
    void answersAtOnceWhenTheCalleeDiesAndTellsTheCalleeWhenTheCallerDoes() throws Exception {
        call(keys, request(1, "lamp"));
        toLamp.next();
        call(lamp, request(1, "keys"));
        long served = toKeys.next().getRequest().getId();
        lamp.gone();
        assertThat(toKeys.next().getCancel().getId()).isEqualTo(served);
        assertThat(status(toKeys)).isEqualTo(Status.UNAVAILABLE);
        assertThat(toLamp.sent).isEmpty();
        lamp.gone();
        assertThat(toKeys.sent).isEmpty();
    }

    @Test
    void refusesAtOnceWhatADeviceHasNoRoomFor() throws Exception {
        toLamp.full = true;
        call(keys, request(1, "lamp"));
        assertThat(status(toKeys)).isEqualTo(Status.RESOURCE_EXHAUSTED);
        toKeys.full = true;
        call(keys, request(2, "nobody"));
        assertThat(keys.unanswered()).isEqualTo(1);
    }

    @Test
    void serviceFailuresAreStatuses() throws Exception {
        router.offer("light", (caller, method, payload) -> switch (payload.toStringUtf8()) {
            case "who" -> ByteString.copyFromUtf8(caller.device());
            case "malformed" -> Cancel.parseFrom(ByteString.copyFromUtf8("\u0001")).toByteString();
            case "broken" -> throw new IllegalStateException("a fault");
            default -> throw KernelService.unknownMethod(method);
        });
        call(keys, request(1, "").setPayload(ByteString.copyFromUtf8("who")));
        assertThat(toKeys.next().getResponse().getPayload().toStringUtf8()).isEqualTo("keys");
        call(keys, request(2, "").setPayload(ByteString.copyFromUtf8("malformed")));
        assertThat(status(toKeys)).isEqualTo(Status.INVALID_ARGUMENT);
        call(keys, request(3, "").setPayload(ByteString.copyFromUtf8("broken")));
        assertThat(status(toKeys)).isEqualTo(Status.INTERNAL);
        call(keys, request(4, ""));
        assertThat(status(toKeys)).isEqualTo(Status.UNIMPLEMENTED);
    }

    @Test
    void callsThatWereGivenUpStillHoldTheirPlaceAtTheKernel() throws Exception {
        var taken = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        router.offer("light", (_, _, _) -> {
            try {
                taken.countDown();
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return ByteString.EMPTY;
        });
        call(keys, request(1, ""));
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        for (int id = 2; id <= CallTable.MAX_CALLING + 3; id++) {
            call(keys, request(id, ""));
            keys.message(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(id)).build());
        }
        call(keys, request(99, ""));
        gate.countDown();
        int exhausted = 0;
        for (int i = 0; i < CallTable.MAX_CALLING + 4; i++) {
            exhausted += status(toKeys) == Status.RESOURCE_EXHAUSTED ? 1 : 0;
        }
        assertThat(exhausted).isEqualTo(3);
    }

    @Test
    void theKernelCallsADeviceItself() throws Exception {
        var passive = router.connect("trial", toLamp, TestMemory.tenant("trial"));
        var answer = router.call(passive, "device", "describe", ByteString.EMPTY, Duration.ofSeconds(5));
        var request = toLamp.next().getRequest();
        assertThat(request.getDevice()).isEmpty();
        assertThat(request.getService() + "." + request.getMethod()).isEqualTo("device.describe");
        answer(passive, Response.newBuilder().setId(request.getId()).setPayload(ByteString.copyFromUtf8("a lamp")));
        assertThat(answer.get(10, TimeUnit.SECONDS).toStringUtf8()).isEqualTo("a lamp");

        var unanswered = router.call(passive, "device", "describe", ByteString.EMPTY, Duration.ofSeconds(5));
        passive.gone();
        assertThatThrownBy(() -> unanswered.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(CallFailure.class)
                .hasMessageContaining("ended meanwhile");
        assertThat(router.call(passive, "device", "describe", ByteString.EMPTY, Duration.ofSeconds(5)))
                .isCompletedExceptionally();
    }
}
