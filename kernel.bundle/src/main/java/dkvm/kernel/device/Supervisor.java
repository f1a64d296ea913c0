// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.RestartPolicy.Mode;
import dkvm.kernel.device.Lifecycle.Event;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.EndReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device as it is wanted: starts its process, starts it again when it fails, ends it. Everything happens on
 * the scheduler's thread; {@link #status} may be asked by any.
 */
final class Supervisor implements Generation.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    /** A bundle that is back so soon was only restarted; a type that is offered so soon need not be missed aloud. */
    private static final Duration BRIDGE_GRACE = Duration.ofSeconds(2);

    private final String id;
    private final DeviceHost host;
    private final RestartBudget budget;
    private final StatusBoard board;
    private DeviceEntry entry;
    /** Not configured yet, or removed from the configuration. */
    private boolean fresh = true;
    private @Nullable BridgeHandle bridge;
    private Lifecycle lifecycle = Lifecycle.initial();
    private @Nullable Generation generation;
    private final Alarm retry;
    /** Misses the bundle. */
    private final Alarm missing;
    /** Why the next process is started. */
    private Cause cause = Cause.FIRST;
    private boolean streamsGoOn;
    private long launches;
    /** What the last process was started with. Written on the scheduler's thread, read by any. */
    private volatile @Nullable DeviceEntry launched;
    private long runningSinceNanos;

    Supervisor(DeviceEntry entry, DeviceHost host) {
        this.id = entry.id();
        this.entry = entry;
        this.host = host;
        this.budget = new RestartBudget(host.random());
        this.board = new StatusBoard(id);
        this.retry = new Alarm(host.scheduler());
        this.missing = new Alarm(host.scheduler());
    }

    DeviceStatus status() {
        return board.status();
    }

    /** The configuration of the process that it has, or had last; any thread may ask. */
    Optional<DeviceEntry> launched() {
        return Optional.ofNullable(launched);
    }

    /** Whether it has a process. */
    boolean alive() {
        return lifecycle.alive();
    }

    /** Whether there is nothing to show of it. */
    boolean gone() {
        return board.hidden();
    }

    /** The configuration is this from now on. */
    void configure(DeviceEntry newEntry) {
        var before = entry;
        boolean begins = newEntry.enabled() && (fresh || !before.enabled());
        entry = newEntry;
        fresh = false;
        if (!before.type().equals(newEntry.type())) {
            bridge = null;
            on(Event.NO_BRIDGE);
        }
        if (!newEntry.enabled()) {
            host.graph().resting(id);
            stop();
        } else if (begins) {
            start();
        } else if (!sameProcess(before, newEntry)) {
            offerPorts();
            renew(Cause.CONFIGURATION);
        }
        publish();
    }

    private static boolean sameProcess(DeviceEntry a, DeviceEntry b) {
        return a.type().equals(b.type()) && a.directory().equals(b.directory()) && a.options().equals(b.options());
    }

    /** Is no longer configured. */
    void remove() {
        fresh = true;
        stop();
    }

    /** Another bridge offers the type, or none does. */
    void bridge(@Nullable BridgeHandle offered) {
        if (offered == null) {
            missing.set(BRIDGE_GRACE, this::withoutBridge);
            return;
        }
        missing.cancel();
        boolean other = bridge != null && !bridge.sameProgram(offered, entry);
        bridge = offered;
        offerPorts();
        on(Event.BRIDGE);
        if (other) {
            renew(Cause.RESTART);
        }
        publish();
    }

    private void withoutBridge() {
        bridge = null;
        on(Event.NO_BRIDGE);
    }

    void start() {
        budget.reset();
        on(Event.START);
    }

    void stop() {
        on(Event.STOP);
    }

    /** Its log level was set. */
    void logLevel() {
        if (generation != null) {
            generation.logLevel();
        }
    }

    /** The kernel waits no longer. */
    void kill() {
        if (generation != null) {
            generation.kill();
        }
    }

    private void renew(Cause why) {
        budget.reset();
        if (launches > 0) {
            cause = why;
        }
        streamsGoOn = false;
        on(Event.RENEW);
    }

    private void offerPorts() {
        if (bridge != null) {
            var ports = bridge.ports(entry);
            if (!ports.isEmpty()) {
                host.graph().ports(id, ports);
            }
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
            case END_PROCESS -> {
                if (generation != null) {
                    generation.end();
                }
            }
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
        switch (lifecycle.state()) {
            case STOPPED -> {
                retry.cancel();
                missing.cancel();
                host.graph().ended(id, EndReason.STOPPED);
            }
            case FAILED -> {
                host.graph().resting(id);
                host.graph().ended(id, EndReason.SOURCE_FAILED);
            }
            case WAITING -> missing.set(BRIDGE_GRACE,
                    () -> LOG.warn("{}: no bundle offers the device type \"{}\"", id, entry.type()));
            default -> {
            }
        }
    }

    private void launch() {
        retry.cancel();
        var offered = bridge;
        if (offered == null) {
            throw new IllegalStateException(id + " is to be launched without a bridge");
        }
        launches++;
        // Before the process can ask.
        launched = entry;
        try {
            generation = new Generation(entry, offered, new Generation.Beginning(launches, cause, streamsGoOn), host,
                    this);
            board.says("started");
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: the launch failed", id, e);
            failed(Optional.empty(), "its process could not be started: " + e.getMessage());
        }
    }

    @Override
    public void running(Generation running) {
        runningSinceNanos = System.nanoTime();
        cause = Cause.RESTART;
        board.says("running");
        on(Event.ACTIVATED);
        LOG.info("{}: running, process {}", id, running.pid());
    }

    @Override
    public void over(Generation ended, ExitStatus exit) {
        generation = null;
        if (lifecycle.state() == DeviceState.RUNNING) {
            budget.ran(entry.restart(), Duration.ofNanos(System.nanoTime() - runningSinceNanos));
        }
        var reason = ended.words(exit);
        board.exited(Optional.of(exit), reason);
        if (lifecycle.state() == DeviceState.STOPPING) {
            streamsGoOn = false;
            on(Event.EXIT_FINAL);
        } else if (!ended.faulty() && exit.status() == 0 && host.graph().outputsEnded(id)) {
            streamsGoOn = false;
            LOG.info("{}: ended", id);
            on(entry.restart().mode() == Mode.ALWAYS ? Event.EXIT_AGAIN : Event.EXIT_ENDED);
        } else {
            if (ended.attached()) {
                streamsGoOn = ended.resumable();
            }
            failed(Optional.of(exit), reason);
        }
    }

    private void failed(Optional<ExitStatus> exit, String reason) {
        if (exit.isEmpty()) {
            board.exited(exit, reason);
        }
        Optional<Duration> delay = Optional.empty();
        if (entry.restart().mode() == Mode.NEVER || exit.filter(ExitStatus::isFinal).isPresent()) {
            LOG.debug("{}: is not to be started again", id);
        } else if (exit.filter(ExitStatus::isTemporary).isPresent()) {
            delay = Optional.of(entry.restart().max());
        } else {
            delay = budget.failed(entry.restart(), System.nanoTime());
        }
        if (delay.isEmpty()) {
            LOG.error("{}: failed for good: {}", id, reason);
            on(Event.EXIT_FINAL);
            return;
        }
        LOG.warn("{}: {}; it is started again in {} ms", id, reason, delay.get().toMillis());
        board.restarts();
        on(Event.EXIT_RETRY);
        retry.set(delay.get(), () -> on(Event.RETRY));
    }

    private void publish() {
        boolean wasHidden = board.hidden();
        var before = wasHidden ? "" : board.status().state();
        board.publish(entry, lifecycle, bridge, generation, launches, runningSinceNanos, fresh);
        var now = board.status();
        if (board.hidden() != wasHidden || (!wasHidden && !now.state().equals(before))) {
            host.changed(now, before, board.hidden());
        }
    }
}
