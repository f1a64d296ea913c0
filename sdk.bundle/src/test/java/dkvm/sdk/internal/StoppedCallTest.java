// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.Context;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A device that waits for an answer is let go by Stop and by the end of stdin. */
class StoppedCallTest {
    private static byte[] call(Context context) throws Exception {
        return context.calls().call("lamp", "light", "on", new byte[0], Duration.ofMinutes(5));
    }

    @Test
    void aSourceThatWaitsIsLetGoByStop() {
        try (var device = new InProcess(Specs.source(context -> _ -> call(context)))) {
            device.kernel.activate();
            device.kernel.next(BodyCase.REQUEST);
            device.kernel.stop();
            device.exits(0);
            assertThat(device.log()).isEmpty();
        }
    }

    @Test
    void aSourceThatWaitsIsLetGoByTheEndOfStdin() {
        try (var device = new InProcess(Specs.source(context -> _ -> call(context)))) {
            device.kernel.activate();
            device.kernel.next(BodyCase.REQUEST);
            device.kernel.close();
            device.exits(0);
        }
    }

    @Test
    void aDeviceThatIsStillBeingMadeIsLetGo() {
        try (var device = new InProcess(Specs.source(context -> {
            call(context);
            return _ -> {};
        }))) {
            device.kernel.preamble();
            device.kernel.next(BodyCase.HELLO);
            device.kernel.say(dkvm.sdk.wire.v1.Envelope.newBuilder()
                    .setWelcome(dkvm.sdk.wire.v1.Welcome.newBuilder().setVersion(1)).build());
            device.kernel.next(BodyCase.REQUEST);
            device.kernel.stop();
            device.exits(0);
        }
    }

    @Test
    void aSinkThatWaitsStillLetsGoOfWhatItOpened() throws Exception {
        var done = new LinkedBlockingQueue<String>();
        try (var device = new InProcess(Specs.sink(context -> new Sink() {
            @Override
            public void open(Session session) {}

            @Override
            public void receive(Received received) throws Exception {
                if (received.seq() == 1) {
                    call(context);
                }
                done.add("received " + received.seq());
            }

            @Override
            public void close() {
                done.add("closed");
            }
        }))) {
            device.kernel.activate(input(1, "keys", "a.keys", 1));
            device.kernel.say(key(1, 1, new KeyEvent(4, true)));
            device.kernel.next(BodyCase.REQUEST);
            device.kernel.stop();
            device.exits(0);
            // The release of what is down.
            assertThat(done.poll(1, TimeUnit.SECONDS)).isEqualTo("received 0");
            assertThat(done.poll(1, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void theAuthorMaySeeItAndNoFurtherCallBegins() throws Exception {
        var seen = new LinkedBlockingQueue<Status>();
        try (var device = new InProcess(Specs.source(context -> _ -> {
            for (int i = 0; i < 2; i++) {
                try {
                    call(context);
                } catch (CallFailure e) {
                    seen.add(e.status());
                }
            }
        }))) {
            device.kernel.activate();
            device.kernel.next(BodyCase.REQUEST);
            device.kernel.stop();
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Status.CANCELLED);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(Status.CANCELLED);
            device.exits(0);
        }
    }
}
