// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallTableTest {
    private final CallTable table = new CallTable();
    private final Party keys = party("keys");
    private final Party lamp = party("lamp");

    private static Party party(String name) {
        return new Party(name, CallTable.MAX_CALLING, _ -> {});
    }

    private Call open(Party from, long id, @Nullable Party to, long deadline) throws CallFailure {
        return table.open(from, id, to, deadline, _ -> {});
    }

    private static void refused(Status status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CallFailure.class,
                failure -> assertThat(failure.status()).as(failure.getMessage()).isEqualTo(status));
    }

    @Test
    void aCallEndsOnce() throws Exception {
        var call = open(keys, 7, lamp, 100);
        assertThat(table.answered(lamp, call.calleeId())).contains(call);
        assertThat(table.answered(lamp, call.calleeId())).isEmpty();
        assertThat(table.cancelled(keys, 7)).isEmpty();
        assertThat(table.end(call)).isFalse();
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void eachConnectionHasNumbersOfItsOwn() throws Exception {
        var other = party("other");
        var first = open(keys, 1, lamp, 100);
        var second = open(other, 1, lamp, 100);
        assertThat(second.calleeId()).isNotEqualTo(first.calleeId());
        assertThat(table.answered(lamp, second.calleeId())).contains(second);
        assertThat(table.answered(keys, first.calleeId())).isEmpty();
        assertThat(table.cancelled(keys, 1)).contains(first);
    }

    @Test
    void callsExpireWhenTheirTimeIsUpAndNotBefore() throws Exception {
        var early = open(keys, 1, lamp, 100);
        open(keys, 2, lamp, 200);
        assertThat(table.expired(99)).isEmpty();
        assertThat(table.expired(100)).containsExactly(early);
        assertThat(table.expired(150)).isEmpty();
        assertThat(table.expired(200)).hasSize(1);
        open(keys, 3, lamp, Long.MIN_VALUE + 10);
        assertThat(table.expired(Long.MAX_VALUE - 10)).as("the clock goes over its end").isEmpty();
        assertThat(table.expired(Long.MIN_VALUE + 10)).hasSize(1);
    }

    @Test
    void boundsTheCallsOfACallerAndThoseToACallee() throws Exception {
        for (int id = 0; id < CallTable.MAX_CALLING; id++) {
            open(keys, id, lamp, 100);
        }
        refused(Status.RESOURCE_EXHAUSTED, () -> open(keys, 99, lamp, 100));
        refused(Status.RESOURCE_EXHAUSTED, () -> open(keys, 99, null, 100));
        table.cancelled(keys, 3);
        open(keys, 99, null, 100);

        for (int caller = 0; lamp.serving.size() < CallTable.MAX_SERVING; caller++) {
            open(party("caller" + caller), 1, lamp, 100);
        }
        refused(Status.RESOURCE_EXHAUSTED, () -> open(party("one more"), 1, lamp, 100));
    }

    @Test
    void refusesAnIdThatIsInFlight() throws Exception {
        open(keys, 1, lamp, 100);
        refused(Status.INVALID_ARGUMENT, () -> open(keys, 1, lamp, 100));
    }

    @Test
    void whoIsGoneLeavesNoCalls() throws Exception {
        var made = open(keys, 1, lamp, 100);
        var toAnswer = open(lamp, 1, keys, 100);
        var toItself = open(keys, 2, keys, 100);
        assertThat(table.gone(keys)).containsExactlyInAnyOrder(made, toAnswer, toItself);
        assertThat(table.gone(keys)).isEmpty();
        assertThat(lamp.calling).isEmpty();
        assertThat(lamp.serving).isEmpty();
        refused(Status.UNAVAILABLE, () -> open(lamp, 5, keys, 100));
        refused(Status.CANCELLED, () -> open(keys, 5, lamp, 100));
    }

    @Test
    void checksWhatIsAskedFor() throws Exception {
        var good = Request.newBuilder().setService("light").setMethod("on").build();
        CallRules.check(good);
        refused(Status.INVALID_ARGUMENT, () -> CallRules.check(good.toBuilder().setMethod("").build()));
        refused(Status.INVALID_ARGUMENT,
                () -> CallRules.check(good.toBuilder().setDevice("ä".repeat(Wire.MAX_NAME / 2 + 1)).build()));
        refused(Status.INVALID_ARGUMENT, () -> CallRules.check(good.toBuilder()
                .setPayload(ByteString.copyFrom(new byte[Wire.MAX_CALL_PAYLOAD + 1])).build()));
        assertThat(CallRules.deadline(0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(CallRules.deadline(5)).isEqualTo(Duration.ofMillis(5));
        assertThat(CallRules.deadline(-1)).as("the largest unsigned number").isEqualTo(CallRules.MAX_DEADLINE);
    }

    @Test
    void passesOnOnlyWhatAnAnswerMayBe() {
        assertThat(Answer.of(Response.newBuilder().setStatus(77).setMessage("odd").build()).status())
                .isEqualTo(Status.UNKNOWN);
        var failed = Answer.of(Response.newBuilder().setStatus(5).setMessage("x".repeat(9999))
                .setPayload(ByteString.copyFromUtf8("left behind")).build());
        assertThat(failed.words()).hasSize(Answer.MAX_WORDS);
        var half = "x".repeat(Answer.MAX_WORDS - 1);
        assertThat(Answer.failed(Status.ABORTED, half + "\uD83D\uDE00").words()).isEqualTo(half);
        assertThat(failed.payload()).isEqualTo(ByteString.EMPTY);
        assertThat(Answer.ok(ByteString.copyFrom(new byte[Wire.MAX_CALL_PAYLOAD + 1])).status())
                .isEqualTo(Status.RESOURCE_EXHAUSTED);
    }
}
