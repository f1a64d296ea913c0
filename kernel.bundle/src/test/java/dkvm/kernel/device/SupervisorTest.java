// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.config.RestartPolicy.Mode;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.StreamOpened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a device is started, in a time that the test makes pass; its processes are played. */
@Timeout(60)
class SupervisorTest {
    private static final Duration LONG = Duration.ofHours(2);

    private final VirtualScheduler scheduler = new VirtualScheduler();
    private final BlockingQueue<PlayedProcess> processes = new LinkedBlockingQueue<>();
    private final Host host = new Host();
    private final Supervisor supervisor = new Supervisor(entry(RestartPolicy.DEFAULT, Duration.ofSeconds(5)), host);
    private RestartPolicy policy = RestartPolicy.DEFAULT;

    @Test
    void waitsTwiceAsLongEachTimeAndGivesUpAfterTheTenthRestart() {
        host.startable = false;
        begin();
        scheduler.pass(LONG);

        assertThat(host.launchesMs).containsExactly(0L, 200L, 600L, 1400L, 3000L, 6200L, 12_600L, 25_400L, 51_000L,
                102_200L, 162_200L);
        var failed = supervisor.status();
        assertThat(failed.state()).isEqualTo("FAILED");
        assertThat(failed.restarts()).isEqualTo(10);
        assertThat(failed.wantedUp()).isTrue();
        assertThat(failed.status()).contains("could not be started", "no such program");
    }

    @Test
    void beginsAnewByCommandAsIfNothingHadBeen() {
        host.startable = false;
        begin();
        scheduler.pass(LONG);
        host.launchesMs.clear();
        long now = ms();

        supervisor.restart();
        scheduler.pass(Duration.ofSeconds(1));
        assertThat(host.launchesMs).containsExactly(now, now + 200, now + 600);
        supervisor.restart();
        scheduler.pass(Duration.ofMillis(300));

        assertThat(host.launchesMs).endsWith(now + 1000, now + 1200);
    }

    @Test
    void beginsAnewWithAnotherConfigurationOfWhateverKind() {
        host.startable = false;
        begin();
        scheduler.pass(LONG);
        host.launchesMs.clear();

        supervisor.configure(entry(new RestartPolicy(Mode.ON_FAILURE, Duration.ofMillis(10), Duration.ofSeconds(1), 2,
                policy.window(), policy.reset()), Duration.ZERO));
        scheduler.pass(LONG);
        assertThat(host.launchesMs).hasSize(3);

        // What is as it was changes nothing.
        supervisor.configure(entry(new RestartPolicy(Mode.ON_FAILURE, Duration.ofMillis(10), Duration.ofSeconds(1), 2,
                policy.window(), policy.reset()), Duration.ZERO));
        scheduler.pass(LONG);
        assertThat(host.launchesMs).hasSize(3);
        assertThat(supervisor.status().state()).isEqualTo("FAILED");
    }

    @Test
    void beginsAnewWithANewBundle() {
        host.startable = false;
        begin();
        scheduler.pass(LONG);
        host.launchesMs.clear();

        supervisor.bridge(Optional.empty());
        scheduler.pass(LONG);
        supervisor.bridge(Optional.of(PlayedHost.BRIDGE));
        scheduler.pass(LONG);

        assertThat(host.launchesMs).hasSize(11);
    }

    @Test
    void runsOnWhereItWasStartedThoughItIsNotEnabledWhateverElseIsConfigured() throws Exception {
        supervisor.configure(disabled(Duration.ofSeconds(5)));
        supervisor.bridge(Optional.of(PlayedHost.BRIDGE));
        scheduler.pass(Duration.ZERO);
        assertThat(supervisor.status().state()).isEqualTo("STOPPED");
        supervisor.start();
        scheduler.pass(Duration.ZERO);
        running();
        supervisor.configure(disabled(Duration.ofSeconds(7)));
        scheduler.pass(Duration.ofSeconds(1));

        assertThat(supervisor.status().state()).isEqualTo("RUNNING");
    }

    private static DeviceEntry disabled(Duration liveness) {
        return new DeviceEntry("keys", "x", false, Path.of("/"), Map.of(), RestartPolicy.DEFAULT, liveness,
                OptionalLong.empty());
    }

    @Test
    void doesNotBeginAgainForANewBundleOnceItHasEnded() throws Exception {
        begin();
        exit(ended(), 0, "ENDED");
        supervisor.bridge(Optional.of(new BridgeHandle(new Speechless(), PlayedHost.BRIDGE.bundle())));
        scheduler.pass(LONG);

        assertThat(host.launchesMs).hasSize(1);
        assertThat(supervisor.status().state()).isEqualTo("ENDED");
    }

    @Test
    void doesNotBeginAgainForOtherDefaultsOfANewBundleOnceItHasEnded() throws Exception {
        begin();
        exit(ended(), 0, "ENDED");
        var before = supervisor.entry();
        var other = new DeviceEntry(before.id(), before.type(), true, before.directory(), Map.of("speed", 2.0),
                before.restart(), before.liveness(), before.memoryLimit());
        supervisor.defaults(other);
        supervisor.configure(other);
        scheduler.pass(LONG);

        assertThat(host.launchesMs).hasSize(1);
        assertThat(supervisor.status().state()).isEqualTo("ENDED");
    }

    @Test
    void isNotStartedAgainOnceItIsStopped() {
        host.startable = false;
        begin();
        supervisor.stop();
        scheduler.pass(LONG);

        assertThat(host.launchesMs).hasSize(1);
        assertThat(supervisor.status().state()).isEqualTo("STOPPED");
        assertThat(supervisor.status().wantedUp()).isFalse();
    }

    @Test
    void forgetsItsFailuresOnceItRanForAMinute() throws Exception {
        policy = new RestartPolicy(Mode.ON_FAILURE, policy.initial(), policy.max(), 1, policy.window(),
                policy.reset());
        begin();
        for (int i = 0; i < 5; i++) {
            var process = running();
            scheduler.pass(policy.reset());
            exit(process, 1, "BACKOFF");
            scheduler.pass(policy.initial());
        }
        var process = running();
        scheduler.pass(policy.reset().minusMillis(1));
        exit(process, 1, "FAILED");
    }

    @Test
    void waitsForHardwareAsLongAsItTakes() throws Exception {
        policy = new RestartPolicy(Mode.ON_FAILURE, policy.initial(), policy.max(), 1, policy.window(),
                policy.reset());
        begin();
        for (int i = 0; i < 20; i++) {
            exit(running(), 75, "BACKOFF");
            scheduler.pass(policy.max().minusMillis(1));
            assertThat(supervisor.status().state()).isEqualTo("BACKOFF");
            scheduler.pass(Duration.ofMillis(1));
        }
    }

    @Test
    void isGivenUpAtOnceWhereItsConfigurationIsWrong() throws Exception {
        begin();
        exit(running(), 78, "FAILED");
        scheduler.pass(LONG);

        assertThat(host.launchesMs).hasSize(1);
    }

    @Test
    void isKilledAndStartedAgainWhenItAnswersNothing() throws Exception {
        begin();
        var process = running();
        for (int i = 0; i < 40; i++) {
            look();
        }
        assertThat(process.isAlive()).isTrue();
        for (int i = 0; i < 20 && process.isAlive(); i++) {
            look();
        }
        settle("BACKOFF");

        var exit = supervisor.status().lastExit().orElseThrow();
        assertThat(exit.reason()).isEqualTo("it is dead: it answered none of 5 pings");
        scheduler.pass(policy.initial());
        assertThat(host.launchesMs).hasSize(2);
    }

    @Test
    void isLeftAloneWhereNobodyIsToWatch() throws Exception {
        begin();
        var process = running();
        supervisor.configure(entry(policy, Duration.ZERO));
        for (int i = 0; i < 1000; i++) {
            look();
        }
        assertThat(process.isAlive()).isTrue();

        supervisor.configure(entry(policy, Duration.ofSeconds(1)));
        for (int i = 0; i < 60; i++) {
            look();
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void isNotWatchedWhileItStarts() {
        begin();
        for (int i = 0; i < 90; i++) {
            look();
        }

        assertThat(processes.remove().isAlive()).isTrue();
    }

    @Test
    void isNotBlamedForTimeInWhichTheKernelWasHeldUp() throws Exception {
        begin();
        scheduler.sleep(Duration.ofSeconds(12));
        // What it had said meanwhile is heard after the alarm.
        running();
        assertThat(supervisor.status().restarts()).isZero();
    }

    @Test
    void isKilledWhenItSaysNothingAlsoByAKernelThatIsAlwaysLate() throws Exception {
        begin();
        var process = processes.take();
        for (int i = 0; i < 40 && process.isAlive(); i++) {
            scheduler.sleep(Duration.ofSeconds(2));
            scheduler.pass(Duration.ZERO);
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void isKilledWhenItSaysNothingForTenSeconds() throws Exception {
        begin();
        var process = processes.take();
        scheduler.pass(Duration.ofMillis(9999));
        assertThat(process.isAlive()).isTrue();
        scheduler.pass(Duration.ofMillis(1));
        settle("BACKOFF");
        assertThat(supervisor.status().status()).contains("did not say Hello within 10 s");
    }

    @Test
    void mayEndByItselfAfterTimeInWhichTheKernelWasHeldUp() throws Exception {
        begin();
        var process = running();
        supervisor.stop();
        // Drain, stop and end of input: next are signals.
        scheduler.pass(Duration.ofMillis(1600));
        scheduler.sleep(Duration.ofSeconds(5));
        scheduler.pass(Duration.ofMillis(500));
        assertThat(process.isAlive()).isTrue();
        scheduler.pass(Duration.ofMillis(900));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void hasCrashedWhereWhatItSaidWereItsLastWords() throws Exception {
        begin();
        var process = running();
        process.says("#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGSEGV\n"
                + "#\n".repeat(100_000));
        process.exits(134);
        settle("BACKOFF");

        assertThat(supervisor.status().lastExit().orElseThrow().reason()).isEqualTo("killed by signal 6");
        assertThat(supervisor.lastLog()).hasSize(LogTail.LINES);
    }

    @Test
    void isKilledForWhatIsNoProtocolWhenItLivesOn() throws Exception {
        begin();
        var process = running();
        process.says("\n#Hello, I am a keyboard\n");
        TestKernel.await("the end", () -> {
            scheduler.pass(Duration.ofMillis(100));
            return !process.isAlive();
        });
        settle("BACKOFF");

        assertThat(supervisor.status().lastExit().orElseThrow().reason()).contains("does not speak the protocol");
        assertThat(supervisor.lastLog()).isEmpty();
    }

    @Test
    void isStartedAllTheSameWhereItsBundleCannotSayItsPorts() {
        supervisor.configure(entry(policy, Duration.ofSeconds(5)));
        supervisor.bridge(Optional.of(new BridgeHandle(new Speechless(), PlayedHost.BRIDGE.bundle())));
        scheduler.pass(Duration.ZERO);

        assertThat(supervisor.status().state()).isEqualTo("STARTING");
        assertThat(processes).hasSize(1);
    }

    /** Of a bundle that does not fit the SDK it finds. */
    private static final class Speechless implements DeviceBridge {
        @Override
        public DeviceFacts facts() {
            throw new NoClassDefFoundError("x/Y");
        }

        @Override
        public LaunchSpec launch(Options options) {
            throw new NoClassDefFoundError("x/Y");
        }
    }

    @Test
    void isTriedAgainWhereThereIsNoThreadForIt() {
        host.error = Optional.of(new OutOfMemoryError("unable to create native thread"));
        begin();
        assertThat(supervisor.status().state()).isEqualTo("BACKOFF");
        assertThat(supervisor.status().status()).contains("unable to create native thread");
        host.error = Optional.empty();
        scheduler.pass(policy.initial());
        assertThat(processes).hasSize(1);
    }

    @Test
    void isStartedAgainWhateverGoesWrongWhenItIsTidiedAway() throws Exception {
        begin();
        var process = running();
        host.error = Optional.of(new NoClassDefFoundError("x/Y"));
        exit(process, 1, "BACKOFF");
    }

    @Test
    void isNotStartedAgainAtOnceWhenItHasEndedAndBeginsAnew() throws Exception {
        policy = new RestartPolicy(Mode.ALWAYS, Duration.ofSeconds(1), policy.max(), 1, policy.window(),
                policy.reset());
        begin();
        for (int i = 1; i < 5; i++) {
            exit(ended(), 0, "BACKOFF");
            scheduler.pass(Duration.ofMillis(999));
            assertThat(processes).isEmpty();
            scheduler.pass(Duration.ofMillis(1));
            assertThat(supervisor.status().restarts()).isEqualTo(i);
        }
    }

    private void begin() {
        supervisor.configure(entry(policy, Duration.ofSeconds(5)));
        supervisor.bridge(Optional.of(PlayedHost.BRIDGE));
        scheduler.pass(Duration.ZERO);
    }

    private void look() {
        scheduler.pass(Devices.LOOK);
        supervisor.look();
    }

    private PlayedProcess running() throws Exception {
        var process = processes.take();
        process.says(Envelope.newBuilder()
                .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x")).build());
        process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        process.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        settle("RUNNING");
        return process;
    }

    /** A source whose only stream has ended. */
    private PlayedProcess ended() throws Exception {
        var process = processes.take();
        process.says(Envelope.newBuilder().setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x")
                .addPorts(Port.newBuilder().setName("keys").setDirection(Direction.OUT).setKind(Kind.KEYBOARD)))
                .build());
        process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        TestKernel.await("activation", () -> {
            scheduler.pass(Duration.ZERO);
            return !streams(process).isEmpty();
        });
        process.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        settle("RUNNING");
        process.says(Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder()
                .setStream(streams(process).getFirst()).setReason(EndReason.FINISHED)).build());
        return process;
    }

    private static List<Integer> streams(PlayedProcess process) {
        return process.activation().stream().flatMap(activate -> activate.getStreamsList().stream())
                .map(StreamOpened::getStream).toList();
    }

    private void exit(PlayedProcess process, int status, String state) {
        process.exits(status);
        settle(state);
    }

    /** Waits, while no time passes, for what other threads have to say. */
    private void settle(String state) {
        TestKernel.await(state, () -> {
            scheduler.pass(Duration.ZERO);
            return supervisor.status().state().equals(state);
        });
    }

    private long ms() {
        return Duration.ofNanos(scheduler.nanoTime()).toMillis();
    }

    private static DeviceEntry entry(RestartPolicy restart, Duration liveness) {
        return new DeviceEntry("keys", "x", true, Path.of("/"), Map.of(), restart, liveness, OptionalLong.empty());
    }

    /** Where the longest wait is always drawn, and programs may be missing. */
    private final class Host extends PlayedHost {
        private final List<Long> launchesMs = new ArrayList<>();
        private boolean startable = true;
        private Optional<Error> error = Optional.empty();

        Host() {
            super(scheduler, scheduler::nanoTime, processes);
        }

        @Override
        public RandomGenerator random() {
            return new LongestWait();
        }

        @Override
        public void ended(String device, long pid) {
            error.ifPresent(thrown -> {
                throw thrown;
            });
        }

        @Override
        public DeviceProcess launch(DeviceEntry entry, BridgeHandle bridge, Beginning beginning,
                DeviceProcess.Owner owner) throws IOException {
            launchesMs.add(ms());
            if (!startable) {
                throw new IOException("no such program");
            }
            error.ifPresent(thrown -> {
                throw thrown;
            });
            return super.launch(entry, bridge, beginning, owner);
        }
    }
}
