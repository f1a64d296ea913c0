// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.StreamClosed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CreditTest {
    private static final long PLENTY = 1 << 30;

    @Test
    void neverSendsBeyondItsCreditAndGoesOnWhenItGrows() {
        try (var device = new InProcess(Specs.source(_ -> new Counting(20)))) {
            device.kernel.activate(output(1, "keys", 1, 5, PLENTY));
            int bytes = device.kernel.expectEvents(1, 5);
            device.kernel.silence(Duration.ofMillis(100));
            device.kernel.credit(1, 8, PLENTY);
            bytes += device.kernel.expectEvents(6, 8);
            device.kernel.silence(Duration.ofMillis(50));
            // An older credit changes nothing.
            device.kernel.credit(1, 7, 0);
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.credit(1, 20, PLENTY);
            device.kernel.expectEvents(9, 20);
            device.kernel.next(BodyCase.END_OF_STREAM);
            assertThat(bytes).isGreaterThan(8 * 30);
        }
    }

    @Test
    void countsItsCreditInBytesToo() {
        try (var device = new InProcess(Specs.source(_ -> session -> {
            var out = session.output("keys");
            for (int i = 0; i < 10; i++) {
                out.send(new KeyEvent(4, true));
            }
        }))) {
            // A pressed key is 35 bytes long.
            device.kernel.activate(output(1, "keys", 1, PLENTY, 3 * 35 - 1));
            assertThat(device.kernel.expectEvents(1, 2)).isEqualTo(2 * 35);
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.credit(1, 0, 3 * 35);
            device.kernel.expectEvents(3, 3);
            device.kernel.silence(Duration.ofMillis(50));
        }
    }

    @Test
    void drainsWhileItWaitsForCredit() {
        try (var device = new InProcess(Specs.source(_ -> new Counting(Long.MAX_VALUE)))) {
            device.kernel.activate(output(1, "keys", 1, 5, PLENTY));
            device.kernel.expectEvents(1, 5);
            device.kernel.silence(Duration.ofMillis(50));
            assertThat(device.kernel.ping().getLoop()).isEqualTo(Loop.WAITING_CREDIT);
            device.kernel.drain();
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.credit(1, 5 + 64, PLENTY);
            device.kernel.expectEvents(6, 6);
            var drained = device.kernel.next(BodyCase.DRAINED).message().getDrained();
            assertThat(drained.getPositions(0).getStream()).isEqualTo(1);
            assertThat(drained.getPositions(0).getSeq()).isEqualTo(6);
            assertThat(drained.getToken().toStringUtf8()).isEqualTo("here");
            device.kernel.stop();
            device.exits(0);
        }
    }

    @Test
    void answersPingsWhileTheAuthorsCodeIsStuck() {
        var stuck = new CountDownLatch(1);
        try (var device = new InProcess(Specs.source(_ -> session -> {
            session.output("keys").send(new KeyEvent(4, true));
            stuck.await();
            session.output("keys").send(new KeyEvent(4, false));
        }))) {
            device.kernel.activate(output(1, "keys", 1, 1, PLENTY));
            device.kernel.expectEvents(1, 1);
            var first = device.kernel.ping();
            assertThat(first.getLoop()).isEqualTo(Loop.RUNNING);
            assertThat(device.kernel.ping().getTicks()).isEqualTo(first.getTicks());
            stuck.countDown();
            device.kernel.silence(Duration.ofMillis(50));
            var waiting = device.kernel.ping();
            assertThat(waiting.getLoop()).isEqualTo(Loop.WAITING_CREDIT);
            assertThat(waiting.getTicks()).isGreaterThan(first.getTicks());
        }
    }

    @Test
    void waitsForAStreamThatIsOpenedLaterAndDropsWhatAClosedOneWouldCarry() {
        try (var device = new InProcess(Specs.source(_ -> new Counting(100)))) {
            device.kernel.activate();
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.say(Envelope.newBuilder().setStreamOpened(output(3, "keys", 1, 2, PLENTY)).build());
            device.kernel.expectEvents(1, 2);
            device.kernel.say(Envelope.newBuilder()
                    .setStreamClosed(StreamClosed.newBuilder().setStream(3)).build());
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.stop();
            device.exits(0);
        }
    }

    @Test
    void stopsWhileItWaitsForCredit() {
        var closed = new CountDownLatch(1);
        try (var device = new InProcess(Specs.source(_ -> session -> {
            while (session.active()) {
                session.output("keys").send(new KeyEvent(4, true));
            }
            closed.countDown();
        }))) {
            device.kernel.activate(output(1, "keys", 1, 1, PLENTY));
            device.kernel.expectEvents(1, 1);
            device.kernel.stop();
            device.exits(0);
            assertThat(closed.getCount()).isZero();
        }
    }
}
