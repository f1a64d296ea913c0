// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.credited;
import static dkvm.sdk.internal.FakeKernel.framed;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Received;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.LatencyHistogram;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Motion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {
    private static final KeyEvent A = new KeyEvent(0x70004, true);

    @Test
    void acknowledgesTheBytesOfReleasesWithoutANumber() {
        var sink = new RecordingSink();
        try (var device = new InProcess(Specs.sink(_ -> sink))) {
            device.kernel.activate(input(3, "keys", "left.keys", 8));
            var release = key(3, 0, new KeyEvent(4, false));
            device.kernel.say(release);
            assertThat(device.kernel.nextCredit()).isEqualTo(credited(3, 7, framed(release)));
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
            assertThat(device.kernel.nextCredit()).isEqualTo(credited(3, 1, framed(motion)));
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
                    acknowledged = device.kernel.nextCredit().getBytes();
                }
                sent += device.kernel.say(key(3, i, A));
            }
            while (acknowledged < sent) {
                var credit = device.kernel.nextCredit();
                acknowledged = credit.getBytes();
                assertThat(credit.getSeq()).isLessThanOrEqualTo(n);
            }
            assertThat(sink.received).hasSize(n);
        }
    }

    @Test
    void countsBytesAnewAfterAnActivation() {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            device.kernel.say(key(3, 1, A));
            device.kernel.nextCredit();
            device.kernel.drain();
            device.kernel.next(BodyCase.DRAINED);
            device.kernel.say(activation(input(3, "keys", "a.keys", 2)));
            device.kernel.next(BodyCase.ACTIVATED);
            var event = key(3, 2, A);
            device.kernel.say(event);
            assertThat(device.kernel.nextCredit()).isEqualTo(credited(3, 2, framed(event)));
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
}
