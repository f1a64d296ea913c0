// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.device.ScriptedDesk;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderlyStopTest {
    private static final Port OUT = Port.newBuilder().setName("keys").setDirection(Direction.OUT)
            .setKind(Kind.KEYBOARD).build();
    private static final Port IN = OUT.toBuilder().setDirection(Direction.IN).build();

    @TempDir
    Path home;

    @Test
    void stopsSourcesBeforeTheirSinksAndKillsWhatDoesNotEnd() throws InterruptedException {
        try (var desk = new ScriptedDesk(home)) {
            desk.device("source", RestartPolicy.DEFAULT, ScriptedDesk.FOREVER, OUT);
            desk.device("sink", RestartPolicy.DEFAULT, ScriptedDesk.FOREVER, IN);
            desk.device("deaf", RestartPolicy.DEFAULT,
                    ScriptedDesk.ACTIVE + "trap '' TERM; while :; do sleep 1; done </dev/null");
            desk.graph.pipeline(new PipelineEntry("p", List.of(new LinkEntry("source", "keys", "sink", "keys")),
                    Optional.empty(), OptionalInt.empty()));
            for (var id : List.of("source", "sink", "deaf")) {
                desk.await(id, "RUNNING");
            }
            long deaf = desk.status("deaf").pid().orElseThrow();
            var stopping = new AtomicBoolean(true);
            var wrong = new AtomicBoolean();
            var observer = Thread.ofPlatform().start(() -> {
                while (stopping.get()) {
                    var sink = desk.status("sink");
                    // Looked at after its sink: what is alive now was alive then.
                    if (!sink.wantedUp() && desk.status("source").pid().isPresent()) {
                        wrong.set(true);
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            });

            long begin = System.nanoTime();
            new OrderlyStop(desk.devices, desk.graph).stop();
            var took = Duration.ofNanos(System.nanoTime() - begin);
            stopping.set(false);
            observer.join();

            assertThat(wrong).isFalse();
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(desk.devices.status()).allMatch(device -> device.state().equals("STOPPED"));
            assertThat(ProcessHandle.of(deaf).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(desk.graph.status()).allMatch(link -> link.sourceEnded() && link.ended());
        }
    }
}
