// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.device.Replacements.Step;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a bundle comes in the place of another, in a time that the test makes pass; the processes are played. */
@Timeout(60)
class ReplacementTest {
    private static final ByteString TOKEN = ByteString.copyFromUtf8("so far");
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final VirtualScheduler scheduler = new VirtualScheduler();
    private final LinkedBlockingQueue<PlayedProcess> processes = new LinkedBlockingQueue<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final PlayedHost host = new PlayedHost(scheduler, scheduler::nanoTime, processes) {
        @Override
        public void ended(String device, long pid) {
            ended.incrementAndGet();
        }
    };
    private final List<Supervisor> devices = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final Set<Trial> trials = new HashSet<>();
    private boolean selected;
    private boolean startedAgain;
    private final Replacement replacement = new Replacement(new Deadline(scheduler, scheduler::nanoTime), steps::add,
            () -> selected = true, _ -> late(),
            left -> Optional.of(new Trial(left.entry(), true, left.bridge(), host, trials)));
    private long pings;
    private long calls;

    @Test
    void theNewProcessGoesOnWhereTheOldOneLeftOffAndThatEnds() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        told(old, Envelope::hasDrain);
        assertThat(activations(fresh)).isEmpty();
        drained(old);
        assertThat(activation(fresh, 0).getCause()).isEqualTo(Cause.REPLACEMENT);
        assertThat(activation(fresh, 0).getToken()).isEqualTo(TOKEN);
        activated(fresh);
        works(fresh);
        ends(old);

        assertThat(replacement.result().join()).isEmpty();
        assertThat(steps).containsExactly(Step.STARTED, Step.PROVEN, Step.DRAINED, Step.ACTIVATED, Step.SWITCHED);
        assertThat(selected).isTrue();
        var status = devices.getFirst().status();
        assertThat(status.state()).isEqualTo("RUNNING");
        assertThat(status.generation()).isEqualTo(2);
        assertThat(status.restarts()).isZero();
        assertThat(fresh.isAlive()).isTrue();
    }

    @Test
    void theOldProcessIsNotTouchedForOneThatNeverSaysHello() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        scheduler.pass(Duration.ofSeconds(10));
        refused("it did not say Hello within 10 s");

        assertThat(fresh.isAlive()).isFalse();
        assertThat(old.heard()).noneMatch(Envelope::hasDrain);
    }

    @Test
    void theOldProcessIsNotTouchedForOneThatEndsBeforeItIsReady() throws Exception {
        var old = running("keys");
        replaced().getFirst().exits(78);
        refused("exit status 78");

        assertThat(old.heard()).noneMatch(Envelope::hasDrain);
    }

    @Test
    void theOldProcessGoesOnWhereTheNewOneHangsInActivate() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activation(fresh, 0);
        scheduler.pass(Takeover.ACTIVATION);
        goesOn(old, TOKEN);
        refused("it did not say Activated within 2 s");

        assertThat(fresh.isAlive()).isFalse();
    }

    @Test
    void theOldProcessGoesOnWhereTheNewOneCrashesOnceItIsActive() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activated(fresh);
        fresh.exits(1);
        goesOn(old, TOKEN);
        refused("exit status 1");
    }

    /** What it sent has gone through: the token is of a time before that. */
    @Test
    void theOldProcessGoesOnBehindWhatTheNewOneSentBeforeItCrashed() throws Exception {
        ports.add(Port.newBuilder().setName("out").setDirection(Direction.OUT).setKind(Kind.DATA).build());
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        var stream = activation(fresh, 0).getStreams(0);
        activated(fresh);
        fresh.says(Envelope.newBuilder().setEvent(
                Event.newBuilder().setStream(stream.getStream()).setSeq(1).setData(ByteString.copyFromUtf8("x")))
                .build());
        hears(fresh);
        fresh.exits(1);

        assertThat(activation(old, 1).getStreams(0))
                .isEqualTo(stream.toBuilder().setNextSeq(2).setCreditSeq(stream.getCreditSeq() + 1).build());
        goesOn(old, ByteString.EMPTY);
        refused("exit status 1");
    }

    @Test
    void theOldProcessGoesOnWhereTheWorkOfTheNewOneStandsStill() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activated(fresh);
        for (int i = 0; i < 25 && fresh.isAlive(); i++) {
            answers(fresh, 7);
        }
        goesOn(old, TOKEN);
        refused("its work has stood still since it was activated 2 s ago");
    }

    @Test
    void allHaveTheirOldProcessesBackWhereOneOfTheNewIsNoGood() throws Exception {
        var old = List.of(running("keys"), running("paper"), running("third"));
        var fresh = replaced();
        fresh.forEach(this::ready);
        drained(old.get(0));
        activated(fresh.get(0));
        drained(old.get(1));
        activated(fresh.get(1));
        drained(old.get(2));
        activation(fresh.get(2), 0);
        fresh.get(2).exits(1);
        goesOn(old.get(2), TOKEN);
        for (int i = 0; i < 2; i++) {
            drained(fresh.get(i));
            goesOn(old.get(i), TOKEN);
        }
        refused("exit status 1");
        ends(fresh.get(0));
        ends(fresh.get(1));

        assertThat(old).allMatch(PlayedProcess::isAlive);
        assertThat(devices).allMatch(device -> device.status().state().equals("RUNNING"));
    }

    @Test
    void aProcessThatCannotWaitForItsTurnIsNoGoodAndTheOneAtWorkComesToItsEnd() throws Exception {
        var old = List.of(running("keys"), running("paper"));
        var fresh = replaced();
        fresh.forEach(this::ready);
        told(old.get(0), Envelope::hasDrain);
        fresh.get(1).exits(1);
        settle(() -> ended.get() == 1);
        drained(old.get(0));
        goesOn(old.get(0), TOKEN);
        refused("exit status 1");

        assertThat(old.get(1).heard()).noneMatch(Envelope::hasDrain);
        assertThat(activations(fresh.get(0))).isEmpty();
    }

    @Test
    void whatIsRefusedStaysSoWhereTheDeviceWhoseTurnItWasGoesItsOwnWay() throws Exception {
        var old = List.of(running("keys"), running("paper"));
        var fresh = replaced();
        fresh.forEach(this::ready);
        told(old.get(0), Envelope::hasDrain);
        fresh.get(1).exits(1);
        settle(() -> ended.get() == 1);
        old.get(0).exits(1);
        settle(() -> replacement.result().isDone());
        scheduler.pass(Duration.ofSeconds(5));

        assertThat(replacement.result().join())
                .hasValueSatisfying(reason -> assertThat(reason).contains("exit status 1"));
        assertThat(selected).isFalse();
        assertThat(steps).doesNotContain(Step.SWITCHED);
        assertThat(old.get(1).heard()).noneMatch(Envelope::hasDrain);
    }

    @Test
    void aDeviceWhoseOldProcessFailsMeanwhileIsStartedAgainAndHoldsUpNobody() throws Exception {
        var old = List.of(running("keys"), running("paper"));
        var fresh = replaced();
        fresh.forEach(this::ready);
        told(old.get(0), Envelope::hasDrain);
        old.get(0).exits(1);
        drained(old.get(1));
        activated(fresh.get(1));
        works(fresh.get(1));
        ends(old.get(1));

        assertThat(replacement.result().join()).isEmpty();
        assertThat(devices.get(0).status().restarts()).isEqualTo(1);
        ends(fresh.get(0));
    }

    @Test
    void aDeviceThatIsStoppedMeanwhileGoesItsOwnWay() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activated(fresh);
        devices.getFirst().stop();
        drained(fresh);
        ends(fresh);
        ends(old);
        settle(() -> devices.getFirst().status().state().equals("STOPPED"));
        scheduler.pass(Duration.ofSeconds(2));

        assertThat(replacement.result().join()).isEmpty();
        assertThat(processes).isEmpty();
    }

    @Test
    void forADeviceThatIsStoppedBeforeItsNewProcessWasReadyATrialStandsIn() throws Exception {
        running("keys");
        replaced();
        devices.getFirst().stop();
        var tried = processes.take();
        assertThat(replacement.result()).isNotDone();
        tried.exits(3);
        settle(() -> replacement.result().isDone());

        assertThat(replacement.result().join())
                .hasValueSatisfying(words -> assertThat(words).contains("exit status 3"));
        assertThat(selected).isFalse();
    }

    @Test
    void aDeviceThatWasStartedAgainMeanwhileIsTakenOverBehindTheOthers() throws Exception {
        var old = running("keys");
        var paper = running("paper");
        var fresh = replaced();
        old.exits(1);
        settle(() -> devices.getFirst().status().state().equals("BACKOFF"));
        fresh.forEach(this::ready);
        drained(paper);
        activated(fresh.get(1));
        scheduler.pass(RestartPolicy.DEFAULT.initial());
        var again = processes.take();
        ready(again);
        told(again, Envelope::hasActivate);
        again.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        settle(() -> devices.getFirst().status().state().equals("RUNNING"));
        startedAgain = true;
        for (int i = 0; i < 25 && processes.isEmpty(); i++) {
            answers(fresh.get(1), ++pings);
        }

        var last = processes.take();
        ready(last);
        drained(again);
        assertThat(activation(last, 0).getCause()).isEqualTo(Cause.REPLACEMENT);
        assertThat(selected).isFalse();
    }

    private List<Takeover> late() {
        return startedAgain && !replacement.has("keys")
                ? List.of(devices.getFirst().takeover(devices.getFirst().entry(), PlayedHost.BRIDGE, replacement))
                : List.of();
    }

    @Test
    void whatIsConfiguredMeanwhileAndNeedsNoOtherProcessStays() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        var patient = new DeviceEntry("keys", "x", true, Path.of("/"), Map.of(), RestartPolicy.DEFAULT,
                Duration.ofSeconds(9), OptionalLong.empty());
        devices.getFirst().configure(patient);
        ready(fresh);
        drained(old);
        activated(fresh);
        works(fresh);

        assertThat(replacement.result().join()).isEmpty();
        assertThat(devices.getFirst().entry()).isEqualTo(patient);
    }

    @Test
    void aDeviceThatIsStoppedWhileItDrainsGoesItsOwnWay() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        told(old, Envelope::hasDrain);
        devices.getFirst().stop();
        drained(old);
        ends(old);
        ends(fresh);
        settle(() -> devices.getFirst().status().state().equals("STOPPED"));

        assertThat(activations(fresh)).isEmpty();
    }

    @Test
    void aDeviceThatHasNoProcessLeftIsStartedAgain() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activation(fresh, 0);
        old.exits(1);
        scheduler.pass(Duration.ZERO);
        fresh.exits(1);
        settle(() -> devices.getFirst().status().state().equals("BACKOFF"));

        assertThat(replacement.result().join()).hasValueSatisfying(reason -> assertThat(reason).contains("status 1"));
    }

    @Test
    void aProcessThatNeverDrainsCountsAsHungAndTheDeviceIsStartedAgain() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        told(old, Envelope::hasDrain);
        scheduler.pass(Takeover.DRAIN);
        settle(() -> devices.getFirst().status().state().equals("BACKOFF"));

        assertThat(old.isAlive()).isFalse();
        assertThat(devices.getFirst().status().status()).contains("did not say Drained within 5 s");
        ends(fresh);
    }

    /** What it was asked at the end of its probation is not for one that is gone by then. */
    @Test
    void aProcessThatCrashesAtTheEndOfItsProbationIsNoGoodEither() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activated(fresh);
        for (int i = 0; i < 5; i++) {
            pings++;
            answers(fresh, pings);
        }
        fresh.exits(1);
        activation(old, 1);
        scheduler.pass(Duration.ofSeconds(3));
        goesOn(old, TOKEN);
        refused("exit status 1");

        assertThat(old.heard()).noneMatch(Envelope::hasStop);
    }

    @Test
    void aSourceThatComesToItsEndSoonAfterItTookOverHasDoneItsWork() throws Exception {
        ports.add(Port.newBuilder().setName("out").setDirection(Direction.OUT).setKind(Kind.DATA).build());
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        var stream = activation(fresh, 0).getStreams(0);
        activated(fresh);
        fresh.says(Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder().setStream(stream.getStream())
                .setReason(EndReason.FINISHED)).build());
        hears(fresh);
        fresh.exits(0);
        settle(() -> devices.getFirst().status().state().equals("ENDED"));
        ends(old);
        scheduler.pass(Duration.ofSeconds(2));

        assertThat(replacement.result().join()).isEmpty();
        assertThat(activations(old)).hasSize(1);
    }

    @Test
    void nothingIsLeftOfOneThatGaveItsPlaceBackToAProcessThatThenFails() throws Exception {
        var old = List.of(running("keys"), running("paper"));
        var fresh = replaced();
        fresh.forEach(this::ready);
        drained(old.get(0));
        activated(fresh.get(0));
        drained(old.get(1));
        activation(fresh.get(1), 0);
        fresh.get(1).exits(1);
        goesOn(old.get(1), TOKEN);
        drained(fresh.get(0));
        activation(old.get(0), 1);
        old.get(0).exits(1);
        ends(fresh.get(0));
        settle(() -> replacement.result().isDone());
    }

    @Test
    void aProcessThatWasReplacedAndDoesNotEndIsKilledWithTheKernel() throws Exception {
        var old = running("keys");
        var fresh = replaced().getFirst();
        ready(fresh);
        drained(old);
        activated(fresh);
        works(fresh);
        told(old, Envelope::hasStop);
        devices.getFirst().kill();

        assertThat(old.isAlive()).isFalse();
        assertThat(fresh.isAlive()).isFalse();
    }

    private PlayedProcess running(String id) throws Exception {
        var device = new Supervisor(entry(id), host);
        devices.add(device);
        device.configure(entry(id));
        device.bridge(Optional.of(PlayedHost.BRIDGE));
        scheduler.pass(Duration.ZERO);
        var process = processes.take();
        ready(process);
        activated(process);
        settle(() -> device.status().state().equals("RUNNING"));
        return process;
    }

    private List<PlayedProcess> replaced() throws Exception {
        replacement.begin(devices.stream()
                .map(device -> device.takeover(device.entry(), PlayedHost.BRIDGE, replacement)).toList(), List.of());
        var fresh = new ArrayList<PlayedProcess>();
        for (int i = 0; i < devices.size(); i++) {
            fresh.add(processes.take());
        }
        return fresh;
    }

    private void ready(PlayedProcess process) {
        try {
            process.says(Envelope.newBuilder()
                    .setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x").setResumable(true)
                            .addAllPorts(ports))
                    .build());
            process.says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drained(PlayedProcess process) throws IOException {
        told(process, Envelope::hasDrain);
        process.says(Envelope.newBuilder().setDrained(Drained.newBuilder().setToken(TOKEN)).build());
    }

    private void activated(PlayedProcess process) throws IOException {
        told(process, Envelope::hasActivate);
        int before = steps.size();
        process.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        settle(() -> devices.isEmpty() || steps.size() > before || !steps.contains(Step.PROVEN));
    }

    /** It answers its pings, with work that gets on, for as long as the probation takes. */
    private void works(PlayedProcess process) throws IOException {
        for (int i = 0; i < 25 && !replacement.result().isDone(); i++) {
            pings++;
            answers(process, pings);
        }
        settle(() -> replacement.result().isDone());
    }

    private void answers(PlayedProcess process, long ticks) throws IOException {
        devices.forEach(Supervisor::look);
        told(process, Envelope::hasPing);
        var last = process.heard().stream().filter(Envelope::hasPing).reduce((_, later) -> later).orElseThrow();
        process.says(Envelope.newBuilder().setPong(Pong.newBuilder().setId(last.getPing().getId())
                .setLoop(Loop.RUNNING).setTicks(ticks)).build());
        hears(process);
        scheduler.pass(MOMENT);
    }

    /** Waits until the kernel has heard what a process said: it answers what came behind. */
    private void hears(PlayedProcess process) throws IOException {
        calls++;
        process.says(Envelope.newBuilder().setRequest(Request.newBuilder().setId(calls).setService("none")).build());
        told(process, message -> message.getResponse().getId() == calls);
    }

    private void goesOn(PlayedProcess old, ByteString token) throws IOException {
        var again = activation(old, 1);
        assertThat(again.getCause()).isEqualTo(Cause.ROLLBACK);
        assertThat(again.getToken()).isEqualTo(token);
        old.says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
    }

    private void refused(String reason) {
        settle(() -> replacement.result().isDone());
        assertThat(replacement.result().join()).hasValueSatisfying(words -> assertThat(words).contains(reason));
        assertThat(selected).isFalse();
        assertThat(devices).allMatch(device -> device.status().state().equals("RUNNING"));
    }

    private void ends(PlayedProcess process) throws IOException {
        told(process, Envelope::hasStop);
        process.exits(0);
        scheduler.pass(Duration.ZERO);
    }

    private Activate activation(PlayedProcess process, int nth) {
        settle(() -> activations(process).size() > nth);
        return activations(process).get(nth);
    }

    private static List<Activate> activations(PlayedProcess process) {
        return process.heard().stream().filter(Envelope::hasActivate).map(Envelope::getActivate).toList();
    }

    /** Waits until it was told something once more than before. */
    private void told(PlayedProcess process, Predicate<Envelope> what) {
        settle(() -> process.heard().stream().anyMatch(what));
    }

    /** Waits, while no time passes, for what other threads have to say. */
    private void settle(BooleanSupplier condition) {
        TestKernel.await("what is to happen", () -> {
            scheduler.pass(Duration.ZERO);
            return condition.getAsBoolean();
        });
    }

    private static DeviceEntry entry(String id) {
        return new DeviceEntry(id, "x", true, Path.of("/"), Map.of(), RestartPolicy.DEFAULT, Duration.ofSeconds(5),
                OptionalLong.empty());
    }
}
