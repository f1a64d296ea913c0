// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.sdk.Received;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Hand-overs at random moments, to another device or back to the same, lose, double and reorder nothing. */
class HandOverTest {
    private static final int ROUNDS = 60;
    private static final long PLENTY = 1 << 30;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void ofASource() {
        System.err.println("seed " + seed);
        long last = 0;
        var device = new InProcess(Specs.source(_ -> new Counting(Long.MAX_VALUE)));
        device.kernel.greet();
        for (int round = 0; round < ROUNDS; round++) {
            long credit = last + random.nextInt(200);
            var token = round == 0 ? "" : "here";
            device.kernel.say(activation(ByteString.copyFromUtf8(token), Cause.REPLACEMENT,
                    output(7, "keys", last + 1, credit, PLENTY)));
            device.kernel.next(BodyCase.ACTIVATED);
            for (int i = random.nextInt(20); i > 0; i--) {
                credit += random.nextInt(40);
                device.kernel.credit(7, credit, PLENTY);
                pause();
            }
            device.kernel.drain();
            device.kernel.credit(7, credit + 64, PLENTY);
            Envelope heard = device.kernel.next().message();
            for (; heard.hasEvent(); heard = device.kernel.next().message()) {
                assertThat(heard.getEvent().getSeq()).as("seed %d", seed).isEqualTo(++last);
            }
            assertThat(last).isLessThanOrEqualTo(credit + 64);
            assertThat(heard.getDrained().getPositions(0).getSeq()).as("seed %d", seed).isEqualTo(last);
            assertThat(heard.getDrained().getToken().toStringUtf8()).isEqualTo("here");
            if (random.nextBoolean()) {
                device.kernel.stop();
                device.exits(0);
                device.close();
                device = new InProcess(Specs.source(_ -> new Counting(Long.MAX_VALUE)));
                device.kernel.greet();
            }
        }
        device.close();
    }

    @Test
    void ofASink() {
        System.err.println("seed " + seed);
        long last = 0;
        var sink = new RecordingSink();
        var device = new InProcess(Specs.sink(_ -> sink));
        device.kernel.greet();
        for (int round = 0; round < ROUNDS; round++) {
            device.kernel.say(activation(input(7, "keys", "a.keys", last + 1)));
            device.kernel.next(BodyCase.ACTIVATED);
            for (int i = random.nextInt(20); i > 0; i--) {
                var burst = new Envelope[random.nextInt(1, 30)];
                for (int k = 0; k < burst.length; k++) {
                    burst[k] = key(7, ++last, new KeyEvent((int) last, true));
                }
                device.kernel.say(burst);
                pause();
            }
            device.kernel.drain();
            Envelope heard = device.kernel.next().message();
            while (!heard.hasDrained()) {
                heard = device.kernel.next().message();
            }
            assertThat(heard.getDrained().getPositions(0).getSeq()).as("seed %d", seed).isEqualTo(last);
            if (random.nextBoolean()) {
                device.kernel.stop();
                device.exits(0);
                device.close();
                device = new InProcess(Specs.sink(_ -> sink));
                device.kernel.greet();
            }
        }
        device.close();
        assertThat(sink.received).extracting(Received::seq).isSorted().doesNotHaveDuplicates().hasSize((int) last);
    }

    private void pause() {
        if (random.nextBoolean()) {
            LockSupport.parkNanos(random.nextInt(1_000_000));
        }
    }
}
