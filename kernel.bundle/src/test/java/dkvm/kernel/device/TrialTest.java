// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a program is any good, before anything depends on it. */
@Timeout(60)
class TrialTest {
    private final VirtualScheduler scheduler = new VirtualScheduler();
    private final LinkedBlockingQueue<PlayedProcess> processes = new LinkedBlockingQueue<>();
    private final PlayedHost host = new PlayedHost(scheduler, scheduler::nanoTime, processes);
    private final Set<Trial> alive = new HashSet<>();
    private final CompletableFuture<Optional<String>> verdict = new CompletableFuture<>();

    @Test
    void aProgramThatIsConfiguredHasToBecomeReady() throws Exception {
        var process = tried(true);
        hello(process, "x");
        heard(process, Envelope::hasWelcome);
        process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        settle(verdict::isDone);
        heard(process, Envelope::hasStop);

        assertThat(verdict.join()).isEmpty();
        assertThat(process.heard()).noneMatch(Envelope::hasActivate);
        assertThat(alive).hasSize(1);
        process.exits(0);
        settle(alive::isEmpty);
    }

    @Test
    void aProgramThatIsConfiguredAndEndsIsNoGood() throws Exception {
        var process = tried(true);
        hello(process, "x");
        process.exits(1);
        settle(verdict::isDone);

        assertThat(verdict.join()).contains("x: exit status 1");
    }

    @Test
    void aProgramWithoutConfigurationOnlyDescribesItself() throws Exception {
        var process = tried(false);
        hello(process, "x");
        heard(process, Envelope::hasRequest);
        assertThat(process.heard()).noneMatch(Envelope::hasWelcome);
        answers(process, Status.OK);

        assertThat(verdict.join()).isEmpty();
    }

    @Test
    void aProgramThatDoesNotDescribeItselfIsNoGood() throws Exception {
        var process = tried(false);
        hello(process, "x");
        heard(process, Envelope::hasRequest);
        answers(process, Status.UNIMPLEMENTED);

        assertThat(verdict.join()).hasValueSatisfying(words -> assertThat(words).contains("does not describe itself"));
    }

    @Test
    void aProgramOfAnotherTypeIsNoGood() throws Exception {
        var process = tried(false);
        hello(process, "y");
        settle(verdict::isDone);

        assertThat(verdict.join()).hasValueSatisfying(words -> assertThat(words).contains("it says it is a \"y\""));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void aProgramThatSaysNothingIsNoGood() throws Exception {
        tried(false);
        scheduler.pass(Duration.ofSeconds(10));
        settle(verdict::isDone);

        assertThat(verdict.join()).contains("x: it did not say Hello within 10 s");
    }

    private PlayedProcess tried(boolean configured) throws InterruptedException {
        new Trial(DeviceEntry.bare("x"), configured, PlayedHost.BRIDGE, host, alive)
                .begin((_, why) -> verdict.complete(why));
        return processes.take();
    }

    private static void hello(PlayedProcess process, String type) throws IOException {
        process.says(Envelope.newBuilder()
                .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType(type)).build());
    }

    private void answers(PlayedProcess process, Status status) throws IOException {
        var request = process.heard().stream().filter(Envelope::hasRequest).findFirst().orElseThrow().getRequest();
        assertThat(request.getMethod()).isEqualTo("describe");
        process.says(Envelope.newBuilder()
                .setResponse(Response.newBuilder().setId(request.getId()).setStatus(status.code())).build());
        settle(verdict::isDone);
    }

    private void heard(PlayedProcess process, Predicate<Envelope> what) {
        settle(() -> process.heard().stream().anyMatch(what));
    }

    private void settle(BooleanSupplier condition) {
        TestKernel.await("what is to happen", () -> {
            scheduler.pass(Duration.ZERO);
            return condition.getAsBoolean();
        });
    }
}
