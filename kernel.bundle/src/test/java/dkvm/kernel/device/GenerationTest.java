// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.InFlight;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GenerationTest {
    private final CallRouter calls = new CallRouter(new NoticeHub());
    private final DeviceScheduler scheduler = new DeviceScheduler();
    private final CompletableFuture<String> faulty = new CompletableFuture<>();
    private final PlayedProcess process = new PlayedProcess();
    private final Memory memory = TestMemory.none();
    private final PlayedRun run = new PlayedRun(new PlayedRun.Kernel(scheduler, new Graph(memory), calls, memory),
            process,
            faulty::complete);

    @AfterEach
    void end() {
        scheduler.shutdownNow();
        calls.deactivate();
    }

    @Test
    void aDeviceThatEndsAsSoonAsItIsActiveCanNoLongerBeCalled() throws Exception {
        run.start("lamp", 1, false);
        process.says(Envelope.newBuilder()
                .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x")).build());
        process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        while (process.activation().isEmpty()) {
            Thread.onSpinWait();
        }
        var busy = new CountDownLatch(1);
        scheduler.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        process.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        process.exits(1);
        // The alarm, that it is active, and that it has exited.
        while (scheduler.getQueue().size() < 3) {
            Thread.onSpinWait();
        }
        busy.countDown();

        assertThat(run.over.join()).isEqualTo("exit status 1");
        assertThat(run.running).isDone();
        assertThat(InFlight.callable(calls)).isEmpty();
    }

    /** Neither the kill for its fault, nor the end of the patience with it. */
    @Test
    void nothingWaitsForADeviceThatCrashed() throws Exception {
        run.start("lamp", 1, false);
        process.says(Envelope.newBuilder().setRequest(Request.getDefaultInstance()).build());
        faulty.join();
        assertThat(scheduler.getQueue()).hasSize(1);
        process.exits(1);

        assertThat(run.over.join()).startsWith("it does not speak the protocol: a call or a notice before Hello; ")
                .endsWith("; exit status 1");
        assertThat(scheduler.getQueue()).isEmpty();
    }
}
