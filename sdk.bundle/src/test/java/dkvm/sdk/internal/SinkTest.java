// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.credited;
import static dkvm.sdk.internal.FakeKernel.framed;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dkvm.sdk.Received;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Pressed;
import dkvm.sdk.wire.v1.StreamClosed;
import dkvm.sdk.wire.v1.Text;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinkTest {
    private static final KeyEvent A = new KeyEvent(0x70004, true);

    @Test
    void opensOnActivateAndAcknowledgesWhatItProcessed() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.greet();
            assertThat(sink.calls).isEmpty();
            device.kernel.say(Envelope.newBuilder().setActivate(Activate.newBuilder()
                    .addStreams(input(3, "keys", "left.keys", 8)).setToken(ByteString.copyFromUtf8("t"))
                    .setCause(Cause.REPLACEMENT).addPressed(Pressed.newBuilder().setPort("keys").addUsages(7)))
                    .build());
            device.kernel.next(BodyCase.ACTIVATED);
            assertThat(sink.calls).containsExactly("open REPLACEMENT t[7]");

            var first = key(3, 8, A);
            var second = Envelope.newBuilder().setEvent(
                    Event.newBuilder().setStream(3).setSeq(9).setOrigin(5).setText(Text.newBuilder().setText("é")))
                    .build();
            device.kernel.say(first);
            assertThat(device.kernel.nextCredit()).isEqualTo(credited(3, 8, framed(first)));
            device.kernel.say(second);
            assertThat(device.kernel.nextCredit()).isEqualTo(credited(3, 9, framed(first) + framed(second)));
            assertThat(sink.received).containsExactly(
                    new Received("keys", "left.keys", 8, first.getEvent().getOrigin(), A),
                    new Received("keys", "left.keys", 9, 5, new TextEvent("é")));
            device.kernel.stop();
            device.exits(0);
            assertThat(sink.calls).endsWith("flush", "close");
        }
    }

    @Test
    void releasesWhatIsDownWhenTheKernelIsGone() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.ignoring(BodyCase.CREDIT).activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(key(3, 1, A));
            device.kernel.say(key(3, 2, new KeyEvent(0x70005, true)));
            device.kernel.say(key(3, 3, new KeyEvent(0x70005, false)));
            device.kernel.close();
            device.exits(0);
            assertThat(sink.received.getLast().seq()).isZero();
            assertThat(sink.received).extracting(Received::event).containsExactly(A, new KeyEvent(0x70005, true),
                    new KeyEvent(0x70005, false), new KeyEvent(A.usage(), false));
            assertThat(sink.calls).endsWith("flush", "close");
        }
    }

    @Test
    void processesAllThatCameBeforeDrain() {
        var sink = new RecordingSink(0);
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.ignoring(BodyCase.CREDIT).notIgnoring(BodyCase.STATS)
                    .activate(input(3, "keys", "a.keys", 1), input(5, "keys", "b.keys", 4));
            for (int i = 1; i <= 50; i++) {
                device.kernel.say(key(3, i, A));
            }
            device.kernel.drain();
            device.kernel.silence(Duration.ofMillis(50));
            sink.gate.release(1000);
            device.kernel.next(BodyCase.STATS);
            var drained = device.kernel.next(BodyCase.DRAINED).message().getDrained();
            assertThat(drained.getPositionsList()).extracting("stream_", "seq_").containsExactly(
                    tuple(3, 50L), tuple(5, 3L));
            assertThat(drained.getToken().toStringUtf8()).isEqualTo("after 50");
            assertThat(sink.calls).endsWith("receive 50", "flush", "close");

            device.kernel.say(activation(drained.getToken(), Cause.ROLLBACK, input(3, "keys", "a.keys", 51)));
            device.kernel.next(BodyCase.ACTIVATED);
            assertThat(sink.calls).endsWith("close", "open ROLLBACK after 50[]");
            device.kernel.say(key(3, 51, A));
            device.kernel.drain();
            device.kernel.next(BodyCase.STATS);
            assertThat(device.kernel.next(BodyCase.DRAINED).message().getDrained().getPositions(0).getSeq())
                    .isEqualTo(51);
            // Not active: answered at once.
            device.kernel.drain();
            assertThat(device.kernel.next(BodyCase.DRAINED).message().getDrained().getPositionsCount()).isZero();
            assertThat(sink.calls).filteredOn("close"::equals).hasSize(2);
        }
    }

    @Test
    void tellsTheAuthorOnceThatAStreamHasEnded() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.ignoring(BodyCase.CREDIT).activate();
            device.kernel.say(Envelope.newBuilder().setStreamOpened(input(3, "keys", "a.keys", 1)).build(),
                    key(3, 1, A),
                    Envelope.newBuilder().setEndOfStream(
                            EndOfStream.newBuilder().setStream(3).setReason(EndReason.FINISHED)).build(),
                    Envelope.newBuilder().setStreamClosed(StreamClosed.newBuilder().setStream(3)).build(),
                    Envelope.newBuilder().setStreamOpened(input(4, "keys", "b.keys", 1)).build(), key(4, 1, A),
                    Envelope.newBuilder().setStreamClosed(StreamClosed.newBuilder().setStream(4)).build());
            device.kernel.drain();
            assertThat(device.kernel.next(BodyCase.DRAINED).message().getDrained().getPositionsCount()).isZero();
            assertThat(sink.calls).filteredOn(c -> !c.equals("flush")).containsExactly("open FIRST []", "receive 1",
                    "ended keys a.keys", "receive 1", "ended keys b.keys", "close");
        }
    }

    @Test
    void flushesSoonUnderLoad() throws Exception {
        var sink = new RecordingSink(0);
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            for (int i = 1; i <= 20; i++) {
                device.kernel.say(key(3, i, A));
            }
            for (int i = 1; i <= 20; i++) {
                Thread.sleep(10);
                sink.gate.release();
            }
            device.kernel.drain();
            sink.gate.release(100);
            while (!device.kernel.next().message().hasDrained()) {
                // Credits.
            }
            int last = sink.calls.indexOf("receive 20");
            assertThat(sink.calls.subList(0, last)).filteredOn("flush"::equals).hasSizeBetween(2, 19);
        }
    }
}
