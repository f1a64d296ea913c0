// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.pipeline.Attachment;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Hello;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a device, from launch to exit: it takes it through Hello, Ready and Activated, refuses what does not
 * speak the protocol, and brings it to its end. On the scheduler's thread.
 */
final class Generation implements DeviceProcess.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
    /** So long a process may take to each of Hello, Ready and Activated. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** So long a JVM may take to write down what its threads do, before it is killed. */
    private static final Duration THREAD_DUMP = Duration.ofSeconds(1);
    /** What dies so soon after something that is no protocol has crashed: that was its crash output. */
    private static final Duration CRASH_OUTPUT = Duration.ofSeconds(1);

    private final DeviceEntry entry;
    private final Beginning beginning;
    private final DeviceHost host;
    private final GenerationOwner owner;
    private final DeviceProcess process;
    private final Deadline deadline;
    private final Vigil vigil;
    private final Obituary obituary;
    private @Nullable StopLadder ladder;
    private @Nullable String fault;
    private Stage stage = Stage.STARTED;
    private @Nullable Hello hello;
    /** Whether the device's streams are its own: from its activation on, until it hands them over. */
    private boolean placed;
    private boolean handsOver;
    private boolean killed;
    private boolean gone;

    Generation(DeviceEntry entry, BridgeHandle bridge, Beginning beginning, DeviceHost host, GenerationOwner owner)
            throws IOException {
        this.entry = entry;
        this.beginning = beginning;
        this.host = host;
        this.owner = owner;
        this.deadline = new Deadline(host.scheduler(), host::nanoTime);
        obituary = new Obituary(entry, beginning, host);
        process = host.launch(entry, bridge, beginning, this);
        vigil = new Vigil(process::pulse, process::ping, entry.liveness(), host::nanoTime);
        awaiting();
    }

    long pid() {
        return process.child().pid();
    }

    /** Whether it has the device's streams; else, whatever it did, they are as it found them. */
    boolean placed() {
        return placed;
    }

    /** Whether it is on its way to its end. */
    boolean ending() {
        return ladder != null || fault != null;
    }

    /** Whether the device said that it can go on where this process ends. */
    boolean resumable() {
        return hello != null && hello.getResumable();
    }

    /** What it wrote about its threads before it was killed; empty where it wrote nothing. */
    byte[] threads() {
        return process.child().threads();
    }

    /** Whether it ended for what it said or did not say. */
    boolean faulty() {
        return fault != null;
    }

    /**
     * How it ended, in words: that the kernel killed it for its fault need not be said. A fault of what died by itself
     * was how it crashed.
     */
    String words(ExitStatus exit) {
        if (fault != null && killed) {
            return fault;
        }
        return obituary.words(exit, pid());
    }

    /** How it ended, and what it said last, for who has to do something about it. */
    String account(ExitStatus exit) {
        return words(exit) + obituary.account(threads(), crash(exit));
    }

    /** What is worth keeping of an end that was not its duty; empty: it ended as the kernel would have it. */
    Optional<CrashReport> crash(ExitStatus exit) {
        boolean stopped = ladder != null && exit.status() == 0;
        boolean forced = killed || (ladder != null && ladder.forced());
        if (fault == null && (stopped || forced)) {
            return Optional.empty();
        }
        return Optional.of(obituary.report(words(exit), exit, pid()));
    }

    /** Its work may stand still for so long from now on; zero: for ever. */
    void liveness(Duration limit) {
        vigil.limit(limit);
    }

    /** Looks whether it lives and gets on, every {@link Devices#LOOK}; not while it is to end anyway. */
    void look() {
        if (ladder == null && fault == null) {
            vigil.look().ifPresent(this::condemn);
        }
    }

    /** It is beyond help, but may say where it stands. */
    private void condemn(String reason) {
        LOG.warn("{}: {}; it is killed", entry.id(), reason);
        fault = reason;
        killed = true;
        if (process.child().dumpThreads()) {
            deadline.set(THREAD_DUMP, process.child()::kill);
        } else {
            process.child().kill();
        }
    }

    /** Whether it has got on with its work since it is active, or nobody is to watch that. */
    boolean progresses() {
        return vigil.progresses();
    }

    /** Tells the process from which level on to log, if that was ever set. */
    void logLevel() {
        if (stage != Stage.STARTED) {
            host.logLevels().message(entry.id()).ifPresent(process::send);
        }
    }

    /** Brings the process to its end, if it is not there already. */
    void end() {
        if (gone) {
            return;
        }
        if (fault == null) {
            deadline.cancel();
        }
        if (ladder == null) {
            process.peer().ending();
            if (placed) {
                host.graph().held(entry.id());
            }
            ladder = new StopLadder(entry.id(), host, process, "the kernel stops it");
            ladder.begin(stage == Stage.ACTIVE);
        }
    }

    /** Ends it at once. */
    void kill() {
        if (!gone) {
            killed = true;
            process.child().kill();
        }
    }

    @Override
    public void hello(Hello words) {
        if (!follows(Stage.GREETED)) {
            return;
        }
        var refusal = Handshake.refusal(words, entry.type());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        hello = words;
        if (!owner.welcomes(this)) {
            return;
        }
        process.welcome(Handshake.welcome(host.kernelName()));
        logLevel();
        awaiting();
    }

    @Override
    public void ready() {
        if (follows(Stage.READY)) {
            deadline.cancel();
            owner.ready(this);
        }
    }

    /** Gives a process that is ready its place, with nothing down there. */
    void activate() {
        activate(beginning.cause(), beginning.streamsGoOn());
    }

    /** Gives a process that is ready, or has drained, a place that another left in disorder: nothing is down there. */
    void activate(Cause cause, boolean streamsGoOn) {
        activate(cause, ByteString.EMPTY, PATIENCE, () -> host.graph().attach(entry.id(),
                process.connection().outlet(), process.tenant(), streamsGoOn && resumable()));
    }

    /** Calls the process, once it has said Hello. */
    CompletableFuture<ByteString> call(String service, String method) {
        return host.call(process.peer(), service, method);
    }

    /**
     * Gives a process that is ready, or has drained, the place of another, as that left it.
     *
     * @param cause why
     * @param token what the other left
     * @param within so long it may take
     */
    void takeOver(Cause cause, ByteString token, Duration within) {
        activate(cause, token, within, () -> host.graph().takeOver(entry.id(), process.connection().outlet(),
                process.tenant(), resumable()));
    }

    private void activate(Cause cause, ByteString token, Duration within, Supplier<Attachment> place) {
        if (hello != null) {
            host.graph().ports(entry.id(), Handshake.ports(hello));
        }
        placed = true;
        process.activate(place.get(), Activate.newBuilder().setCause(cause).setToken(token)
                .setGeneration(beginning.number()).setRunStartedMs(host.runStartedMillis()));
        awaiting(within);
    }

    /**
     * Has an active process finish what it has in hand and become passive, for another to take its place.
     *
     * @param within so long it may take, before it counts as hung
     */
    void handOver(Duration within) {
        handsOver = true;
        host.graph().pause(entry.id());
        process.drain();
        // One that has broken the protocol has its end before it already.
        if (fault == null) {
            awaiting(within);
        }
    }

    /** Its place is another's from now on. */
    void leave() {
        placed = false;
        process.peer().ending();
        vigil.rest();
    }

    @Override
    public void activated() {
        if (!follows(Stage.ACTIVE)) {
            return;
        }
        deadline.cancel();
        host.graph().opened(entry.id());
        process.peer().activated();
        vigil.begin();
        owner.running(this);
    }

    @Override
    public void drained(Drained drained) {
        if (ladder != null) {
            ladder.drained();
        } else if (handsOver && !killed) {
            handsOver = false;
            deadline.cancel();
            stage = Stage.READY;
            host.graph().drained(entry.id(), drained.getPositionsList())
                    .ifPresent(words -> LOG.warn("{}: {}", entry.id(), words));
            owner.drained(this, drained);
        }
    }

    /** Not the protocol: the process is killed, unless it dies by itself first. */
    @Override
    public void fault(String reason) {
        if (killed) {
            return;
        }
        fault = reason;
        LOG.debug("{}: {}", entry.id(), reason);
        deadline.set(CRASH_OUTPUT, this::killForIt);
    }

    /** It crashed: what it said last is for who reads its log. */
    private void tellLastWords() {
        var words = process.lastWords();
        var text = fault == null ? words.textAlone() : words.text();
        if (!killed && !text.isEmpty()) {
            obituary.crashed(text);
        }
    }

    @Override
    public void exited(ExitStatus exit) {
        gone = true;
        for (var step : List.<Runnable>of(this::silence, this::tellLastWords, process::closeInput,
                process.child()::killRest, () -> host.ended(entry.id(), pid()),
                () -> host.memory().leave(process.tenant()), this::vacate)) {
            Guard.run(entry.id(), step);
        }
        owner.over(this, exit);
    }

    private void vacate() {
        if (placed && !owner.succeeded(this)) {
            host.graph().gone(entry.id());
        }
    }

    /** Nothing more is expected of it. */
    private void silence() {
        deadline.cancel();
        // It may have ended before this thread came to hear that it was active.
        process.peer().ending();
        if (ladder != null) {
            ladder.end();
        }
    }

    /** Goes on to a stage, if it is the next one. */
    private boolean follows(Stage next) {
        if (ladder != null || killed) {
            return false;
        }
        var objection = stage.objection(next);
        if (objection.isPresent()) {
            refuse(objection.get());
            return false;
        }
        stage = next;
        return true;
    }

    private void killForIt() {
        killed = true;
        process.child().kill();
    }

    /** It is not wanted as it is, and is killed for it. */
    void refuse(String reason) {
        deadline.cancel();
        fault = reason;
        LOG.debug("{}: {}; it is killed", entry.id(), reason);
        killForIt();
    }

    private void awaiting() {
        awaiting(PATIENCE);
    }

    private void awaiting(Duration within) {
        deadline.set(within,
                () -> refuse("it did not say " + stage.awaited() + " within " + within.toSeconds() + " s"));
    }
}
