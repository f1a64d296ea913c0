// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.call.CallRouter;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Ready;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** What becomes of a source's stream when its process fails, and fails again before it has begun. */
@Timeout(30)
class RestartedSourceTest {
    private static final RestartPolicy AT_ONCE = new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, Duration.ZERO,
            Duration.ZERO, 0, Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<PlayedProcess> started = new LinkedBlockingQueue<>();
    private final PlayedHost host = new PlayedHost(scheduler, System::nanoTime, started);
    private final Supervisor supervisor = new Supervisor(entry(), host);

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    @Test
    void aResumableSourceThatIsKilledWhileItStartsGoesOnWhereTheLastOneStopped() throws Exception {
        begin();
        var first = started.take();
        var stream = activate(first, true).getStreams(0).getStream();
        first.says(event(stream, 1));
        first.exits(137);
        started.take().exits(137);
        var third = started.take();
        third.says(hello(true));
        third.exits(137);

        var activation = activate(started.take(), true);

        assertThat(activation.getStreams(0).getStream()).isEqualTo(stream);
        assertThat(activation.getStreams(0).getNextSeq()).isEqualTo(2);
    }

    @Test
    void aSourceThatCannotResumeBeginsANewStream() throws Exception {
        begin();
        var first = started.take();
        var stream = activate(first, false).getStreams(0).getStream();
        first.says(event(stream, 1));
        first.exits(137);

        var activation = activate(started.take(), false);

        assertThat(activation.getStreams(0).getStream()).isNotEqualTo(stream);
        assertThat(activation.getStreams(0).getNextSeq()).isEqualTo(1);
    }

    /** Its streams have ended with it, and nobody would hear what came after their ends. */
    @Test
    void aResumableSourceThatWasGivenUpBeginsANewStream() throws Exception {
        begin();
        var first = started.take();
        var stream = activate(first, true).getStreams(0).getStream();
        first.says(event(stream, 1));
        first.exits(78);
        TestKernel.await("FAILED", () -> supervisor.status().state().equals("FAILED"));
        onScheduler(() -> {
            supervisor.restart();
            return true;
        });

        var activation = activate(started.take(), true);

        assertThat(activation.getStreams(0).getStream()).isNotEqualTo(stream);
        assertThat(activation.getStreams(0).getNextSeq()).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsReadyBeforeItSaidWhatItIsIsRefused() throws Exception {
        begin();
        var first = started.take();

        first.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        started.take();

        assertThat(supervisor.status().lastExit().orElseThrow().reason()).isEqualTo("it said Ready before Hello");
    }

    private void begin() throws Exception {
        onScheduler(() -> {
            supervisor.configure(entry());
            supervisor.bridge(Optional.of(PlayedHost.BRIDGE));
            return true;
        });
    }

    private static Activate activate(PlayedProcess process, boolean resumable) throws Exception {
        process.says(hello(resumable));
        process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        while (process.activation().isEmpty()) {
            Thread.onSpinWait();
        }
        process.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        return process.activation().orElseThrow();
    }

    private <T> T onScheduler(Callable<T> work) throws Exception {
        return scheduler.submit(work).get(10, TimeUnit.SECONDS);
    }

    private static Envelope hello(boolean resumable) {
        return Envelope.newBuilder().setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x")
                .setResumable(resumable).addPorts(Port.newBuilder().setName("keys").setDirection(Direction.OUT)
                        .setKind(Kind.KEYBOARD)))
                .build();
    }

    private static Envelope event(int stream, long seq) {
        return Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(1)
                .setKey(Key.newBuilder().setUsage(0x70004).setState(PressState.DOWN))).build();
    }

    private static DeviceEntry entry() {
        return new DeviceEntry("source", "x", true, Path.of("/"), Map.of(), AT_ONCE, Duration.ZERO,
                OptionalLong.empty());
    }
}
