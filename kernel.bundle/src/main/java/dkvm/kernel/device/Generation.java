// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Hello;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /** Who is told how the process fares. */
    interface Owner {
        /** The process takes and makes events. */
        void running(Generation generation);

        /** The process is gone. */
        void over(Generation generation, ExitStatus exit);
    }

    private final DeviceEntry entry;
    private final Beginning beginning;
    private final DeviceHost host;
    private final Owner owner;
    private final DeviceProcess process;
    private final Deadline deadline;
    private final Vigil vigil;
    private final long startedNanos;
    /** Where its own lines begin among the device's. */
    private final long firstLine;
    private @Nullable StopLadder ladder;
    private @Nullable String fault;
    private Stage stage = Stage.STARTED;
    private boolean resumable;
    private boolean killed;

    Generation(DeviceEntry entry, BridgeHandle bridge, Beginning beginning, DeviceHost host, Owner owner)
            throws IOException {
        this.entry = entry;
        this.beginning = beginning;
        this.host = host;
        this.owner = owner;
        this.deadline = new Deadline(host.scheduler(), host::nanoTime);
        startedNanos = host.nanoTime();
        firstLine = beginning.journal().tail().begin();
        process = host.launch(entry, bridge, beginning, this);
        vigil = new Vigil(process::pulse, process::ping, entry.liveness(), host::nanoTime);
        awaiting();
    }

    long pid() {
        return process.child().pid();
    }

    /** Whether it was given its streams; before that, whatever it did, they are as it found them. */
    boolean attached() {
        return stage.compareTo(Stage.READY) >= 0;
    }

    /** Whether the device said that it can go on where this process ends. */
    boolean resumable() {
        return resumable;
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
        return exit.words() + host.reports().ofJvm(entry.id(), pid())
                .map(file -> "; what its JVM says of it is in " + file).orElse("");
    }

    /** What is worth keeping of an end that was not its duty; empty: it ended as the kernel would have it. */
    Optional<CrashReport> crash(ExitStatus exit) {
        boolean stopped = ladder != null && exit.status() == 0;
        boolean forced = killed || (ladder != null && ladder.forced());
        if (fault == null && (stopped || forced)) {
            return Optional.empty();
        }
        return Optional.of(new CrashReport(entry.id(), entry.type(), words(exit), exit, pid(), beginning.number(),
                Duration.ofNanos(host.nanoTime() - startedNanos), beginning.journal().tail().lines(firstLine)));
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

    /** Tells the process from which level on to log, if that was ever set. */
    void logLevel() {
        if (stage != Stage.STARTED) {
            host.logLevels().message(entry.id()).ifPresent(process::send);
        }
    }

    /** Brings the process to its end. */
    void end() {
        if (fault == null) {
            deadline.cancel();
        }
        if (ladder == null) {
            process.peer().ending();
            host.graph().held(entry.id());
            ladder = new StopLadder(entry.id(), host, process, "the kernel stops it");
            ladder.begin(stage == Stage.ACTIVE);
        }
    }

    /** Ends it at once. */
    void kill() {
        killed = true;
        process.child().kill();
    }

    @Override
    public void hello(Hello hello) {
        if (!follows(Stage.GREETED)) {
            return;
        }
        var refusal = Handshake.refusal(hello, entry.type());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        resumable = hello.getResumable();
        host.graph().ports(entry.id(), Handshake.ports(hello));
        process.welcome(Handshake.welcome(host.kernelName()));
        logLevel();
        awaiting();
    }

    @Override
    public void ready() {
        if (!follows(Stage.READY)) {
            return;
        }
        var attachment = host.graph().attach(entry.id(), process.connection().outlet(), process.tenant(),
                beginning.streamsGoOn() && resumable);
        process.activate(attachment, beginning.number(), beginning.cause(), host.runStartedMillis());
        awaiting();
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
        if (killed || text.isEmpty()) {
            return;
        }
        var bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        beginning.journal().tail().keep(bytes, bytes.length);
        if (beginning.journal().allowance().admits(bytes.length, false)) {
            LoggerFactory.getLogger("device." + entry.id()).error(text);
        }
    }

    @Override
    public void exited(ExitStatus exit) {
        for (var step : List.<Runnable>of(this::silence, this::tellLastWords, process::closeInput,
                process.child()::killRest, () -> host.ended(entry.id(), pid()),
                () -> host.memory().leave(process.tenant()), () -> host.graph().gone(entry.id()))) {
            Guard.run(entry.id(), step);
        }
        owner.over(this, exit);
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

    private void refuse(String reason) {
        deadline.cancel();
        fault = reason;
        LOG.debug("{}: {}; it is killed", entry.id(), reason);
        killForIt();
    }

    private void awaiting() {
        deadline.set(PATIENCE,
                () -> refuse("it did not say " + stage.awaited() + " within " + PATIENCE.toSeconds() + " s"));
    }
}
