// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.log.Log;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.SetLog;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The kernel changes while a device runs what is worth logging. */
class SetLogTest {
    @Test
    void followsTheKernelsWord() {
        var made = new CompletableFuture<Log>();
        try (var device = new InProcess(Specs.sink(context -> {
            made.complete(context.log());
            return new RecordingSink();
        }))) {
            device.kernel.greet();
            var log = made.join();
            write(log, "before");
            setLog(device, 8);
            write(log, "all");
            setLog(device, 4);
            write(log, "warnings");
            assertThat(device.log().lines()).containsExactly("<6>info before", "<4>warn before", "<7>trace all",
                    "<6>info all", "<4>warn all", "<4>warn warnings");
        }
    }

    private static void write(Log log, String when) {
        log.trace("trace " + when);
        log.info("info " + when);
        log.warn("warn " + when);
    }

    private static void setLog(InProcess device, int priority) {
        device.kernel.say(Envelope.newBuilder().setSetLog(SetLog.newBuilder().setPriority(priority)).build(),
                Envelope.newBuilder().setPing(Ping.newBuilder().setId(priority)).build());
        device.kernel.next(BodyCase.PONG);
    }
}
