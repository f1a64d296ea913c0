// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Response;
import org.junit.jupiter.api.Test;

class MailTest {
    private static final Envelope NOTICE = Envelope.newBuilder()
            .setNotice(Notice.newBuilder().setPayload(ByteString.copyFrom(new byte[1000]))).build();
    private static final Envelope ANSWER = Envelope.newBuilder()
            .setResponse(Response.newBuilder().setPayload(ByteString.copyFrom(new byte[1000]))).build();

    private final MailQueue queue = new MailQueue();
    private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];

    private int offerAll(Envelope message, Rank rank) {
        int taken = 0;
        while (queue.offer(message, rank)) {
            taken++;
        }
        return taken;
    }

    @Test
    void whatMattersMoreStillFindsRoom() {
        assertThat(offerAll(NOTICE, Rank.DEVICE_NOTICE)).isBetween(100, 131);
        assertThat(offerAll(NOTICE, Rank.KERNEL_NOTICE)).isPositive();
        assertThat(queue.offer(NOTICE, Rank.DEVICE_NOTICE)).isFalse();
        assertThat(offerAll(NOTICE, Rank.REQUEST)).isPositive();
        assertThat(offerAll(ANSWER, Rank.RESPONSE)).isBetween(400, 600);
    }

    @Test
    void emptyMessagesAreBoundedToo() {
        assertThat(offerAll(Envelope.getDefaultInstance(), Rank.DEVICE_NOTICE))
                .isLessThanOrEqualTo(Rank.DEVICE_NOTICE.limitBytes() / MailQueue.OVERHEAD);
    }

    @Test
    void whatIsTakenMakesRoom() {
        int taken = offerAll(NOTICE, Rank.DEVICE_NOTICE);
        int messages = 0;
        while (!queue.isEmpty()) {
            int n = queue.fill(buffer, 8 * 1024);
            assertThat(n).isBetween(1, 9 * 1024 + 100);
            messages += n / NOTICE.getSerializedSize();
        }
        assertThat(messages).isEqualTo(taken);
        assertThat(queue.fill(buffer, 8 * 1024)).isZero();
        assertThat(offerAll(NOTICE, Rank.DEVICE_NOTICE)).isEqualTo(taken);
    }

    @Test
    void aMessageOfAnyLengthGoesOut() {
        var whole = Envelope.newBuilder().setResponse(
                Response.newBuilder().setPayload(ByteString.copyFrom(new byte[Wire.MAX_CALL_PAYLOAD]))).build();
        assertThat(queue.offer(whole, Rank.RESPONSE)).isTrue();
        assertThat(queue.fill(buffer, 1)).isGreaterThan(Wire.MAX_CALL_PAYLOAD);
    }

    @Test
    void whatIsLongerThanAMessageMayBeIsRefusedAndTakesNoRoom() {
        var tooLong = Envelope.newBuilder()
                .setNotice(Notice.newBuilder().setPayload(ByteString.copyFrom(new byte[Wire.MAX_MESSAGE]))).build();
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offer(tooLong, Rank.RESPONSE)).isFalse();
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(offerAll(NOTICE, Rank.DEVICE_NOTICE)).isBetween(100, 131);
    }

    @Test
    void eventsAreNotWrittenInlineUntilTheDeviceHasReadWhatIsBeforeThem() {
        var fence = new Fence();
        fence.wrote(Fence.WORTH);
        assertThat(fence.next()).isZero();
        assertThat(fence.crowded()).isFalse();
        fence.wrote(Fence.ROOM);
        assertThat(fence.crowded()).isTrue();
        long first = fence.next();
        assertThat(Fence.isFence(first)).isTrue();
        assertThat(Fence.isFence(17)).isFalse();
        assertThat(fence.next()).as("one at a time").isZero();
        fence.wrote(Fence.ROOM + 1);

        fence.proven(first);
        assertThat(fence.crowded()).as("more was written behind the fence").isTrue();
        long second = fence.next();
        fence.proven(first);
        assertThat(fence.crowded()).as("an old answer proves nothing").isTrue();
        fence.proven(second);
        assertThat(fence.crowded()).isFalse();
        assertThat(fence.next()).isZero();
    }
}
