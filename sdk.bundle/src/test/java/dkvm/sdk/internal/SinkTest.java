// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.framed;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.LatencyHistogram;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Motion;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pressed;
import dkvm.sdk.wire.v1.StreamClosed;
import dkvm.sdk.wire.v1.Text;
import dkvm.sdk.wire.v1.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
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
            assertThat(credit(device.kernel)).isEqualTo(acked(3, 8, framed(first)));
            device.kernel.say(second);
            assertThat(credit(device.kernel)).isEqualTo(acked(3, 9, framed(first) + framed(second)));
            assertThat(sink.received).containsExactly(
                    new Received("keys", "left.keys", 8, first.getEvent().getOrigin(), A),
                    new Received("keys", "left.keys", 9, 5, new TextEvent("é")));
            device.kernel.stop();
            device.exits(0);
            assertThat(sink.calls).endsWith("flush", "close");
        }
    }

    @Test
    void acknowledgesTheBytesOfReleasesWithoutANumber() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.activate(input(3, "keys", "left.keys", 8));
            var release = key(3, 0, new KeyEvent(4, false));
            device.kernel.say(release);
            assertThat(credit(device.kernel)).isEqualTo(acked(3, 7, framed(release)));
            assertThat(sink.received).singleElement().extracting(Received::seq).isEqualTo(0L);
        }
    }

    @Test
    void acknowledgesKindsItDoesNotKnowWithoutDeliveringThem() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.activate(input(3, "keys", "left.keys", 1));
            var motion = Envelope.newBuilder().setEvent(
                    Event.newBuilder().setStream(3).setSeq(1).setMotion(Motion.newBuilder().setDx(1))).build();
            device.kernel.say(motion);
            assertThat(credit(device.kernel)).isEqualTo(acked(3, 1, framed(motion)));
            assertThat(sink.received).isEmpty();
        }
    }

    @Test
    void leavesNothingUnacknowledgedWhileIdle() {
        var random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        System.err.println("seed " + seed);
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1), input(4, "keys", "b.keys", 1));
            long[] seq = new long[5];
            long[] bytes = new long[5];
            long[] acknowledged = new long[5];
            var worst = new ArrayList<Long>();
            for (int round = 0; round < 300; round++) {
                int burst = 1 + random.nextInt(40);
                var messages = new Envelope[burst];
                for (int i = 0; i < burst; i++) {
                    int stream = 3 + random.nextInt(2);
                    messages[i] = key(stream, random.nextInt(10) == 0 ? 0 : ++seq[stream], A);
                    bytes[stream] += framed(messages[i]);
                }
                long said = System.nanoTime();
                device.kernel.say(messages);
                long at = 0;
                while (!Arrays.equals(bytes, acknowledged)) {
                    var heard = device.kernel.next(BodyCase.CREDIT);
                    var c = heard.message().getCredit();
                    acknowledged[c.getStream()] = c.getBytes();
                    assertThat(c.getBytes()).isLessThanOrEqualTo(bytes[c.getStream()]);
                    assertThat(c.getSeq()).isLessThanOrEqualTo(seq[c.getStream()]);
                    at = heard.nanos();
                }
                worst.add(at - said);
            }
            var sorted = worst.stream().mapToLong(Long::longValue).sorted().toArray();
            System.err.println("acknowledged after us: p50 " + sorted[150] / 1000 + " p90 " + sorted[270] / 1000);
            assertThat(sorted[150]).isLessThan(3_000_000);
        }
    }

    @Test
    void acknowledgesUnderLoadBeforeTheWindowIsFull() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            long sent = 0;
            long acknowledged = 0;
            var event = key(3, 1, A);
            int n = 20_000;
            for (int i = 1; i <= n; i++) {
                while (sent + framed(event) - acknowledged > 24 * 1024) {
                    acknowledged = credit(device.kernel).getBytes();
                }
                sent += device.kernel.say(key(3, i, A));
            }
            while (acknowledged < sent) {
                var credit = credit(device.kernel);
                acknowledged = credit.getBytes();
                assertThat(credit.getSeq()).isLessThanOrEqualTo(n);
            }
            assertThat(sink.received).hasSize(n);
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
    void countsBytesAnewAfterAnActivation() {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(key(3, 1, A));
            credit(device.kernel);
            device.kernel.drain();
            device.kernel.next(BodyCase.DRAINED);
            device.kernel.say(activation(input(3, "keys", "a.keys", 2)));
            device.kernel.next(BodyCase.ACTIVATED);
            var event = key(3, 2, A);
            device.kernel.say(event);
            assertThat(credit(device.kernel)).isEqualTo(acked(3, 2, framed(event)));
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
            assertThat(sink.calls.subList(0, last)).filteredOn("flush"::equals).hasSizeBetween(2, 6);
        }
    }

    @Test
    void tellsDelaysEverySecondWhileThereAreSome() throws WireException {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.ignoring(BodyCase.CREDIT).notIgnoring(BodyCase.STATS)
                    .activate(input(3, "keys", "a.keys", 1));
            long begin = System.nanoTime();
            device.kernel.say(key(3, 1, System.nanoTime() - 5_000_000, A), key(3, 0, 1, A),
                    key(3, 2, Long.MAX_VALUE, A));
            var heard = device.kernel.next(BodyCase.STATS);
            assertThat(heard.nanos() - begin).isBetween(500_000_000L, 3_000_000_000L);
            var histogram = new LatencyHistogram();
            histogram.merge(heard.message().getStats().getStreams(0));
            assertThat(histogram.count()).isEqualTo(1);
            assertThat(histogram.percentile(50)).isBetween(4500.0, 1_000_000.0);
            device.kernel.silence(Duration.ofMillis(1500));
        }
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            // Envelope{field 100: "x"}, Envelope{field 200: 7}, an empty Envelope.
            var unknown = new byte[]{4, (byte) 0xa2, 6, 1, 'x', 3, (byte) 0xc0, 0x0c, 7, 0};
            device.kernel.raw(unknown, unknown.length);
            device.kernel.say(key(3, 1, A));
            assertThat(credit(device.kernel).getSeq()).isEqualTo(1);
            device.kernel.say(Envelope.newBuilder().setPing(Ping.newBuilder().setId(1)).build());
            device.kernel.next(BodyCase.PONG);
        }
    }

    @Test
    void refusesAVersionItDoesNotSpeak() {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.preamble();
            device.kernel.next(BodyCase.HELLO);
            device.kernel.say(Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(2)).build());
            device.exits(78);
            assertThat(device.log()).contains("chose version 2").doesNotContain("\tat ");
        }
    }

    @Test
    void endsWithTheKernelsFaultInWords() {
        assertFault("stream 9 is not open", key(9, 1, A));
        assertFault("Activate, while the device is active", activation());
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.raw(new byte[]{'H', 'e', 'l', 'l', 'o'}, 5);
            device.exits(1);
            assertThat(device.log()).contains("does not begin with \"DKV1\"");
        }
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink(0)))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            int event = framed(key(3, 1, A));
            for (int i = 1; i < Inbox.MAX_BYTES / event + 100 && device.running(); i++) {
                device.kernel.say(key(3, i, A));
            }
            device.exits(1);
            assertThat(device.log()).contains("not acknowledged");
        }
    }

    private static void assertFault(String words, Envelope message) {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(message);
            device.exits(1);
            assertThat(device.log()).startsWith("<3>the kernel broke the wire protocol: ").contains(words);
        }
    }

    @Test
    void endsInTimeAtTheEndOfStdinWhateverTheAuthorsCodeDoes() {
        var orderly = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> orderly))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(key(3, 1, A));
            device.kernel.close();
            device.exits(0);
            assertThat(orderly.calls).endsWith("flush", "close");
        }
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink(0)))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(key(3, 1, A));
            long begin = System.nanoTime();
            device.kernel.close();
            device.exits(1);
            assertThat(System.nanoTime() - begin).isLessThan(1_000_000_000);
        }
    }

    @Test
    void failsWhenTheAuthorsCodeFails() {
        var failing = new RecordingSink() {
            @Override
            public void open(Session session) {
                throw new IllegalStateException("odd");
            }
        };
        try (var device = new InProcess(Specs.sink(_ -> failing))) {
            device.kernel.greet();
            device.kernel.say(activation());
            device.exits(1);
        }
    }

    private static Credit credit(FakeKernel kernel) {
        return kernel.next(BodyCase.CREDIT).message().getCredit();
    }

    private static Credit acked(int stream, long seq, long bytes) {
        return Credit.newBuilder().setStream(stream).setSeq(seq).setBytes(bytes).build();
    }
}
