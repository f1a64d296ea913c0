// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.TextEvent;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.Welcome;
import java.time.Duration;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static final long PLENTY = 1 << 30;

    @Test
    void saysWhatItIsAndPlaysToItsEnd() {
        try (var device = new InProcess(Specs.source(_ -> new Counting(1000)))) {
            var hello = device.kernel.greet().getHello();
            assertThat(hello.getMinVersion()).isEqualTo(1);
            assertThat(hello.getMaxVersion()).isEqualTo(1);
            assertThat(hello.getType()).isEqualTo("test-source");
            assertThat(hello.getResumable()).isTrue();
            assertThat(hello.getPorts(0).getName()).isEqualTo("keys");
            device.kernel.silence(Duration.ofMillis(50));

            device.kernel.say(activation(output(7, "keys", 1, PLENTY, PLENTY)));
            device.kernel.next(BodyCase.ACTIVATED);
            for (int i = 1; i <= 1000; i++) {
                var event = device.kernel.next(BodyCase.EVENT).message().getEvent();
                assertThat(event.getStream()).isEqualTo(7);
                assertThat(event.getSeq()).isEqualTo(i);
                assertThat(event.getKey().getUsage()).isEqualTo(i);
                assertThat(event.getKey().getStateValue()).isEqualTo(i & 1);
                assertThat(System.nanoTime() - event.getOrigin()).isBetween(0L, TimeUnit.SECONDS.toNanos(10));
            }
            var end = device.kernel.next(BodyCase.END_OF_STREAM).message().getEndOfStream();
            assertThat(end.getStream()).isEqualTo(7);
            assertThat(end.getReason()).isEqualTo(EndReason.FINISHED);
            device.exits(0);
        }
    }

    @Test
    void sendsTextOfEveryLength() {
        var longest = "ä".repeat(TextEvent.MAX_BYTES / 2);
        try (var device = new InProcess(Specs.source(_ -> session -> {
            session.output("keys").send(new TextEvent(""));
            session.output("keys").send(new TextEvent(longest));
            session.output("keys").send(new TextEvent(longest + "x"));
        }))) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            assertThat(device.kernel.next(BodyCase.EVENT).message().getEvent().hasText()).isTrue();
            assertThat(device.kernel.next(BodyCase.EVENT).message().getEvent().getText().getText()).isEqualTo(longest);
            device.exits(1);
            assertThat(device.log()).contains("65408 bytes of UTF-8");
        }
    }

    @Test
    void goesOnAfterARollBack() {
        try (var device = new InProcess(Specs.source(_ -> new Counting(20)))) {
            device.kernel.activate(output(1, "keys", 11, 12, PLENTY));
            device.kernel.expectEvents(11, 12);
            device.kernel.drain();
            device.kernel.credit(1, 12 + 64, PLENTY);
            long last = 12;
            while (true) {
                var heard = device.kernel.next();
                if (heard.message().hasDrained()) {
                    assertThat(heard.message().getDrained().getPositions(0).getSeq()).isEqualTo(last);
                    break;
                }
                assertThat(heard.message().getEvent().getSeq()).isEqualTo(++last);
            }
            device.kernel.silence(Duration.ofMillis(50));
            device.kernel.say(activation(ByteString.copyFromUtf8("here"), Cause.ROLLBACK,
                    output(1, "keys", last + 1, PLENTY, PLENTY)));
            device.kernel.next(BodyCase.ACTIVATED);
            device.kernel.expectEvents(last + 1, 20);
            device.kernel.next(BodyCase.END_OF_STREAM);
            device.exits(0);
        }
    }

    @Test
    void sleepsUntilATimeOrTheSessionsEnd() {
        var woken = new CountDownLatch(1);
        try (var device = new InProcess(Specs.source(_ -> session -> {
            long begin = System.nanoTime();
            assertThat(session.sleepUntil(begin + 20_000_000)).isTrue();
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
            session.output("keys").send(new KeyEvent(4, true));
            session.output("keys").send(new KeyEvent(4, false));
            assertThat(session.sleepUntil(begin + TimeUnit.HOURS.toNanos(1))).isFalse();
            woken.countDown();
        }))) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            device.kernel.expectEvents(1, 2);
            awaitLoop(device, Loop.WAITING_INPUT);
            device.kernel.drain();
            assertThat(device.kernel.next(BodyCase.DRAINED).message().getDrained().getPositions(0).getSeq())
                    .isEqualTo(2);
            assertThat(woken.getCount()).isZero();
        }
    }

    /** The event is out before its sender goes to sleep. */
    private static void awaitLoop(InProcess device, Loop expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        Loop loop;
        do {
            loop = device.kernel.ping().getLoop();
        } while (loop != expected && System.nanoTime() < deadline);
        assertThat(loop).isEqualTo(expected);
    }

    @Test
    void writesSecondEventOfABurstSoon() {
        var go = new Semaphore(0);
        try (var device = new InProcess(Specs.source(_ -> session -> {
            while (session.active()) {
                go.acquire();
                session.output("keys").send(new KeyEvent(4, true));
                session.output("keys").send(new KeyEvent(4, false));
            }
        }))) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            var delays = new long[100];
            for (int i = 0; i < delays.length; i++) {
                go.release();
                device.kernel.next(BodyCase.EVENT);
                var second = device.kernel.next(BodyCase.EVENT);
                delays[i] = second.nanos() - second.message().getEvent().getOrigin();
            }
            Arrays.sort(delays);
            System.err.println("held back event, us: p50 " + delays[50] / 1000 + " p90 " + delays[90] / 1000);
            assertThat(delays[50]).isLessThan(2_000_000);
        }
    }

    @Test
    void endsWithTheAuthorsWords() {
        try (var device = new InProcess(Specs.source(_ -> _ -> {
            throw new DeviceFailure(DeviceFailure.Reason.NO_INPUT, "x.evemu is not there; make it");
        }))) {
            device.kernel.activate();
            device.exits(66);
            assertThat(device.log()).isEqualTo("<3>x.evemu is not there; make it\n");
        }
    }

    @Test
    void endsWithoutATraceWhenAFileFails() {
        try (var device = new InProcess(Specs.source(_ -> _ -> {
            throw new IOException("/full/file: No space left on device");
        }))) {
            device.kernel.activate();
            device.exits(1);
            assertThat(device.log()).isEqualTo("<3>the device failed: /full/file: No space left on device\n");
        }
    }

    @Test
    void endsWithATraceWhenTheAuthorsCodeFails() {
        try (var device = new InProcess(Specs.source(_ -> {
            throw new IllegalStateException("odd");
        }))) {
            device.kernel.preamble();
            device.kernel.next(BodyCase.HELLO);
            device.kernel.say(Envelope.newBuilder()
                    .setWelcome(Welcome.newBuilder().setVersion(1)).build());
            device.exits(1);
            assertThat(device.log()).startsWith("<3>the device failed\n").contains("IllegalStateException: odd");
        }
    }
}
