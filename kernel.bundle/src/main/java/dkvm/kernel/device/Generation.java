// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Hello;
import java.io.IOException;
import java.time.Duration;
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
    /** What dies so soon after something that is no protocol has crashed: that was its crash output. */
    private static final Duration CRASH_OUTPUT = Duration.ofSeconds(1);

    /** How far a process has come. */
    private enum Stage {
        /** Has said nothing. */
        STARTED("Hello"),
        /** Has said Hello. */
        GREETED("Ready"),
        /** Has said Ready, and was told to become active. */
        READY("Activated"),
        /** Has said Activated. */
        ACTIVE("Drained");

        /** What it is to say next. */
        private final String awaited;

        Stage(String awaited) {
            this.awaited = awaited;
        }
    }

    /** Who is told how the process fares. */
    interface Owner {
        /** The process takes and makes events. */
        void running(Generation generation);

        /** The process is gone. */
        void over(Generation generation, ExitStatus exit);
    }

    /**
     * What a process begins with.
     *
     * @param number counts the device's processes in this run of the kernel
     * @param cause why it is started
     * @param streamsGoOn whether its streams go on where the process before left them
     */
    record Beginning(long number, Cause cause, boolean streamsGoOn) {}

    private final DeviceEntry entry;
    private final Beginning beginning;
    private final DeviceHost host;
    private final Owner owner;
    private final DeviceProcess process;
    private final Alarm alarm;
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
        this.alarm = new Alarm(host.scheduler());
        process = host.launch(entry, bridge, beginning.number(), this);
        awaiting("Hello");
    }

    long pid() {
        return process.pid();
    }

    /** Whether it was given its streams; before that, whatever it did, they are as it found them. */
    boolean attached() {
        return stage.compareTo(Stage.READY) >= 0;
    }

    /** Whether the device said that it can go on where this process ends. */
    boolean resumable() {
        return resumable;
    }

    /** Whether it ended for what it said or did not say. */
    boolean faulty() {
        return fault != null;
    }

    /** How it ended, in words: that the kernel killed it for its fault need not be said. */
    String words(ExitStatus exit) {
        if (fault == null) {
            return exit.words();
        }
        return killed ? fault : fault + "; " + exit.words();
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
            alarm.cancel();
        }
        if (ladder == null) {
            process.peer().ending();
            host.graph().held(entry.id());
            ladder = new StopLadder(entry.id(), host.scheduler(), process, "the kernel stops it");
            ladder.begin(stage == Stage.ACTIVE);
        }
    }

    /** Ends it at once. */
    void kill() {
        process.kill();
    }

    @Override
    public void hello(Hello hello) {
        if (!follows(Stage.GREETED, "Hello")) {
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
        awaiting("Ready");
    }

    @Override
    public void ready() {
        if (!follows(Stage.READY, "Ready")) {
            return;
        }
        var attachment = host.graph().attach(entry.id(), process.connection().outlet(), process.tenant(),
                beginning.streamsGoOn() && resumable);
        process.activate(attachment, beginning.number(), beginning.cause(), host.runStartedMillis());
        awaiting("Activated");
    }

    @Override
    public void activated() {
        if (!follows(Stage.ACTIVE, "Activated")) {
            return;
        }
        alarm.cancel();
        host.graph().opened(entry.id());
        process.peer().activated();
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
        alarm.set(CRASH_OUTPUT, this::killForIt);
    }

    @Override
    public void exited(ExitStatus exit) {
        alarm.cancel();
        // It may have ended before this thread came to hear that it was active.
        process.peer().ending();
        if (ladder != null) {
            ladder.end();
        }
        process.closeInput();
        host.ended(entry.id(), process.pid());
        host.memory().leave(process.tenant());
        host.graph().gone(entry.id());
        owner.over(this, exit);
    }

    /** Goes on to a stage, if it is the next one. */
    private boolean follows(Stage next, String said) {
        if (ladder != null || killed) {
            return false;
        }
        if (next.compareTo(stage) <= 0) {
            refuse("it said " + said + " a second time");
            return false;
        }
        if (next.ordinal() > stage.ordinal() + 1) {
            refuse("it said " + said + " before " + stage.awaited);
            return false;
        }
        stage = next;
        return true;
    }

    private void killForIt() {
        killed = true;
        process.kill();
    }

    private void refuse(String reason) {
        alarm.cancel();
        fault = reason;
        LOG.debug("{}: {}; it is killed", entry.id(), reason);
        killForIt();
    }

    private void awaiting(String message) {
        alarm.set(PATIENCE, () -> refuse("it did not say " + message + " within " + PATIENCE.toSeconds() + " s"));
    }
}
