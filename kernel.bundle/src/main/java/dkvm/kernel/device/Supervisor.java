// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.device.Lifecycle.Event;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Hello;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device as it is wanted: starts its process, follows it, starts it again when it fails, ends it. Everything
 * happens on the scheduler's thread; {@link #status} may be asked by any.
 */
final class Supervisor implements DeviceProcess.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    /** So long a process may take from its start to Hello, to Ready, and to Activated. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A process that dies so soon after what was no protocol has crashed; that was its crash output. */
    private static final Duration CRASH_OUTPUT = Duration.ofSeconds(1);

    private final String id;
    private final DeviceHost host;
    private final RestartBudget budget;
    private DeviceEntry entry;
    /** Not configured yet, or removed from the configuration. */
    private boolean fresh = true;
    private @Nullable BridgeHandle bridge;
    private Lifecycle lifecycle = Lifecycle.initial();
    private @Nullable DeviceProcess process;
    private @Nullable StopLadder ladder;
    private @Nullable ScheduledFuture<?> alarm;
    private @Nullable String fault;
    /** Why the next activation happens. */
    private Cause cause = Cause.FIRST;
    private boolean streamsGoOn;
    private boolean resumable;
    private long generation;
    private long restarts;
    private long runningSinceNanos;
    private String statusLine = "";
    private Optional<DeviceStatus.Exit> lastExit = Optional.empty();
    private volatile DeviceStatus status;

    Supervisor(DeviceEntry entry, DeviceHost host) {
        this.id = entry.id();
        this.entry = entry;
        this.host = host;
        this.budget = new RestartBudget(host.random());
        this.status = snapshot();
    }

    DeviceStatus status() {
        return status;
    }

    /** Is no longer configured. */
    void remove() {
        fresh = true;
        stop();
    }

    /** Whether there is anything to show of it. */
    boolean gone() {
        return fresh && !lifecycle.alive();
    }

    /** The configuration is this from now on. */
    void configure(DeviceEntry newEntry) {
        boolean sameProcess = entry.type().equals(newEntry.type()) && entry.directory().equals(newEntry.directory())
                && entry.options().equals(newEntry.options());
        boolean begins = newEntry.enabled() && (fresh || !entry.enabled());
        if (!entry.type().equals(newEntry.type())) {
            bridge(null);
        }
        entry = newEntry;
        fresh = false;
        if (!newEntry.enabled()) {
            stop();
        } else if (begins) {
            start();
        } else if (!sameProcess) {
            budget.reset();
            offerPorts();
            renew(Cause.CONFIGURATION);
        }
        publish();
    }

    /** Another bridge offers the type, or none does. */
    void bridge(@Nullable BridgeHandle newBridge) {
        bridge = newBridge;
        if (newBridge == null) {
            on(Event.NO_BRIDGE);
        } else {
            offerPorts();
            on(Event.BRIDGE);
        }
        publish();
    }

    void start() {
        budget.reset();
        on(Event.START);
    }

    void stop() {
        on(Event.STOP);
    }

    /** The kernel waits no longer. */
    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    private void renew(Cause why) {
        if (generation > 0) {
            cause = why;
        }
        streamsGoOn = false;
        on(Event.RENEW);
    }

    private void offerPorts() {
        if (bridge != null) {
            host.graph().ports(id, bridge.ports(entry));
        }
    }

    private void on(Event event) {
        var before = lifecycle.state();
        var step = lifecycle.on(event);
        lifecycle = step.next();
        if (lifecycle.state() != before) {
            LOG.debug("{}: {} to {}", id, before, lifecycle.state());
        }
        switch (step.action()) {
            case NONE -> settle(before);
            case LAUNCH -> launch();
            case END_PROCESS -> endProcess();
            case AWAIT_RETRY -> {
                // The wait was begun by who knows its length.
            }
        }
        publish();
    }

    /** A device that has come to rest says what becomes of its streams. */
    private void settle(DeviceState before) {
        if (lifecycle.state() == before) {
            return;
        }
        cancelAlarm();
        switch (lifecycle.state()) {
            case STOPPED -> host.graph().ended(id, EndReason.STOPPED);
            case FAILED -> host.graph().ended(id, EndReason.SOURCE_FAILED);
            case WAITING -> LOG.warn("{}: no bundle offers the device type \"{}\"", id, entry.type());
            default -> {
            }
        }
    }

    private void launch() {
        cancelAlarm();
        fault = null;
        generation++;
        var offered = bridge;
        if (offered == null) {
            throw new IllegalStateException(id + " is to be launched without a bridge");
        }
        try {
            process = host.launch(entry, offered, generation, this);
            statusLine = "started";
            alarm(PATIENCE, () -> refuse("it did not say Hello within " + PATIENCE.toSeconds() + " s"));
        } catch (IOException | RuntimeException e) {
            LOG.error("{}: its process could not be started: {}", id, String.valueOf(e.getMessage()));
            LOG.debug("{}: the launch failed", id, e);
            ended(Optional.empty(), "not started: " + e.getMessage());
        }
    }

    private void endProcess() {
        cancelAlarm();
        var running = process;
        if (running != null) {
            host.graph().held(id);
            var newLadder = new StopLadder(host.scheduler(), running, "the kernel stops it");
            ladder = newLadder;
            newLadder.begin(status.state().equals(DeviceState.RUNNING.name()));
        }
    }

    @Override
    public void hello(Hello hello) {
        var offered = process;
        if (offered == null || lifecycle.state() != DeviceState.STARTING) {
            return;
        }
        var refusal = Handshake.refusal(hello, entry.type());
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        resumable = hello.getResumable();
        host.graph().ports(id, Handshake.ports(hello));
        offered.welcome(Handshake.welcome(host.kernelName()));
        alarm(PATIENCE, () -> refuse("it did not say Ready within " + PATIENCE.toSeconds() + " s"));
    }

    @Override
    public void ready() {
        var offered = process;
        if (offered == null || lifecycle.state() != DeviceState.STARTING) {
            return;
        }
        var attachment = host.graph().attach(id, offered.connection().outlet(), streamsGoOn);
        offered.activate(attachment, generation, cause, host.runStartedMillis());
        alarm(PATIENCE, () -> refuse("it did not say Activated within " + PATIENCE.toSeconds() + " s"));
    }

    @Override
    public void activated() {
        if (lifecycle.state() != DeviceState.STARTING) {
            return;
        }
        cancelAlarm();
        runningSinceNanos = System.nanoTime();
        statusLine = "running";
        cause = Cause.RESTART;
        on(Event.ACTIVATED);
        host.graph().opened(id);
        LOG.info("{}: running, process {}", id, process == null ? 0 : process.pid());
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
        fault = reason;
        LOG.error("{}: {}", id, reason);
        var faulty = process;
        if (faulty != null) {
            var _ = host.scheduler().schedule(faulty::kill, CRASH_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void refuse(String reason) {
        fault = reason;
        LOG.error("{}: {}; it is killed", id, reason);
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public void exited(ExitStatus exit) {
        host.forget(id);
        if (ladder != null) {
            ladder.end();
            ladder = null;
        }
        if (process != null) {
            process.closeInput();
            process = null;
        }
        host.graph().gone(id);
        ended(Optional.of(exit), fault == null ? exit.words() : fault + "; " + exit.words());
    }

    private void ended(Optional<ExitStatus> exit, String reason) {
        cancelAlarm();
        boolean wasRunning = lifecycle.state() == DeviceState.RUNNING;
        if (wasRunning) {
            budget.ran(entry.restart(), Duration.ofNanos(System.nanoTime() - runningSinceNanos));
        }
        lastExit = Optional.of(new DeviceStatus.Exit(
                exit.map(ExitStatus::code).orElseGet(java.util.OptionalInt::empty),
                exit.map(ExitStatus::signal).orElseGet(java.util.OptionalInt::empty), reason, Instant.now()));
        statusLine = reason;
        if (lifecycle.state() == DeviceState.STOPPING) {
            streamsGoOn = false;
            on(Event.EXIT_FINAL);
            return;
        }
        boolean outputsEnded = host.graph().outputsEnded(id);
        if (outputsEnded && fault == null && exit.filter(status -> status.status() == 0).isPresent()) {
            streamsGoOn = false;
            LOG.info("{}: ended", id);
            on(entry.restart().mode() == RestartPolicy.Mode.ALWAYS ? Event.EXIT_AGAIN : Event.EXIT_ENDED);
            return;
        }
        failed(exit, reason);
    }

    private void failed(Optional<ExitStatus> exit, String reason) {
        streamsGoOn = resumable;
        Optional<Duration> delay = Optional.empty();
        if (exit.filter(ExitStatus::isTemporary).isPresent()) {
            delay = Optional.of(entry.restart().max());
        } else if (exit.filter(ExitStatus::isFinal).isEmpty()
                && entry.restart().mode() != RestartPolicy.Mode.NEVER) {
            delay = budget.failed(entry.restart(), System.nanoTime());
        }
        if (delay.isEmpty()) {
            LOG.error("{}: failed for good: {}", id, reason);
            on(Event.EXIT_FINAL);
            return;
        }
        LOG.warn("{}: {}; it is started again in {} ms", id, reason, delay.get().toMillis());
        restarts++;
        on(Event.EXIT_RETRY);
        alarm(delay.get(), () -> on(Event.RETRY));
    }

    private void alarm(Duration delay, Runnable task) {
        cancelAlarm();
        alarm = host.scheduler().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    private void publish() {
        status = snapshot();
    }

    private DeviceStatus snapshot() {
        boolean running = lifecycle.state() == DeviceState.RUNNING;
        return new DeviceStatus(id, entry.type(), lifecycle.state().name(), lifecycle.wanted(),
                process == null ? OptionalLong.empty() : OptionalLong.of(process.pid()), generation, restarts,
                running ? (System.nanoTime() - runningSinceNanos) / 1e9 : 0,
                bridge == null ? "" : bridge.bundle().getSymbolicName(),
                bridge == null ? "" : bridge.bundle().getVersion().toString(), statusLine, lastExit);
    }
}
