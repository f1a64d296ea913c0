// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A call that was given up before it left takes no room. */
class WithdrawnMailTest {
    private final MailQueue queue = new MailQueue();
    private final byte[] buffer = new byte[Wire.MAX_MESSAGE + 8];

    private boolean offer(long id) {
        return queue.offer(Envelope.newBuilder().setRequest(
                Request.newBuilder().setId(id).setPayload(ByteString.copyFrom(new byte[1000]))).build(), Rank.REQUEST);
    }

    /** The ids of what leaves next. */
    private List<Long> leaving() throws IOException {
        var in = CodedInputStream.newInstance(buffer, 0, queue.fill(buffer, 8 * 1024));
        var ids = new ArrayList<Long>();
        while (!in.isAtEnd()) {
            ids.add(Envelope.parseFrom(in.readByteBuffer()).getRequest().getId());
        }
        return ids;
    }

    @Test
    void itsRoomIsFreeAndTheOthersKeepTheirOrder() throws IOException {
        for (int id = 1; id <= 5; id++) {
            assertThat(offer(id)).isTrue();
        }
        assertThat(queue.withdraw(1)).isTrue();
        assertThat(queue.withdraw(4)).isTrue();
        assertThat(queue.withdraw(4)).isFalse();
        assertThat(queue.withdraw(99)).isFalse();
        assertThat(leaving()).containsExactly(2L, 3L, 5L);
        assertThat(queue.withdraw(5)).as("it has left").isFalse();
        for (int id = 1; id <= 10_000; id++) {
            assertThat(offer(id)).isTrue();
            assertThat(queue.withdraw(id)).isTrue();
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void eachEitherLeavesOrIsWithdrawn() throws Exception {
        int calls = 20_000;
        var withdrawn = CompletableFuture.supplyAsync(() -> {
            var ids = new ArrayList<Long>();
            for (long id = 1; id <= calls; id++) {
                while (!offer(id)) {
                    Thread.onSpinWait();
                }
                if (queue.withdraw(id)) {
                    ids.add(id);
                }
            }
            return ids;
        }, work -> Thread.ofPlatform().daemon().start(work));
        var left = new ArrayList<Long>();
        while (!withdrawn.isDone() || !queue.isEmpty()) {
            left.addAll(leaving());
        }
        assertThat(left).isSorted().doesNotHaveDuplicates();
        left.addAll(withdrawn.get(30, TimeUnit.SECONDS));
        assertThat(left).hasSize(calls).doesNotHaveDuplicates();
        int room = 0;
        while (offer(++room)) {
            // Until it is full.
        }
        assertThat(room).isBetween(400, 520);
    }
}
