// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.framed;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Session;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Welcome;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final KeyEvent A = new KeyEvent(0x70004, true);

    @Test
    void ignoresWhatItDoesNotKnow() {
        try (var device = new InProcess(Specs.sink(_ -> new RecordingSink()))) {
            device.kernel.activate(input(3, "keys", "a.keys", 1));
            // Envelope{field 100: "x"}, Envelope{field 200: 7}, an empty Envelope.
            var unknown = new byte[]{4, (byte) 0xa2, 6, 1, 'x', 3, (byte) 0xc0, 0x0c, 7, 0};
            device.kernel.raw(unknown, unknown.length);
            device.kernel.say(key(3, 1, A));
            assertThat(device.kernel.nextCredit().getSeq()).isEqualTo(1);
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
}
