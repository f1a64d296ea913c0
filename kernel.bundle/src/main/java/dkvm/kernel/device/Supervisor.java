// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.device.Lifecycle.Event;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device as it is wanted: starts its process, starts it again when it fails, ends it. Everything happens on
 * the scheduler's thread; {@link #status} may be asked by any.
 */
final class Supervisor implements GenerationOwner, Seat {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final String id;
    private final DeviceHost host;
    private final Restarts restarts;
    private final Journal journal;
    private final StatusBoard board;
    private final BridgeWatch bridges;
    private final Succession succession = new Succession();
    private DeviceEntry entry;
    /** Not configured yet, or removed from the configuration. */
    private boolean fresh = true;
    private Lifecycle lifecycle = Lifecycle.initial();
    private @Nullable Generation generation;
    private @Nullable Takeover takeover;
    private long runningSinceNanos;

    Supervisor(DeviceEntry entry, DeviceHost host) {
        this.id = entry.id();
        this.entry = entry;
        this.host = host;
        this.restarts = new Restarts(host);
        this.journal = Journal.begin(host::nanoTime);
        this.board = new StatusBoard(id, journal.allowance(), host);
        this.bridges = new BridgeWatch(host.scheduler());
    }

    @Override
    public String id() {
        return id;
    }

    /** How it is configured. */
    DeviceEntry entry() {
        return entry;
    }

    DeviceStatus status() {
        return board.status();
    }

    /** What it logged last; any thread may ask. */
    List<String> lastLog() {
        return journal.tail().lines();
    }

    /** The configuration of the process that it has, or had last; any thread may ask. */
    Optional<DeviceEntry> launched() {
        return succession.launched();
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
        boolean rests = !newEntry.enabled() && (fresh || before.enabled());
        entry = newEntry;
        fresh = false;
        if (!before.type().equals(newEntry.type())) {
            bridges.drop();
            on(Event.NO_BRIDGE);
        }
        if (rests) {
            host.graph().resting(id);
            stop();
        } else if (begins) {
            start();
        } else if (!before.sameProcess(newEntry)) {
            offerPorts();
            renew(Cause.CONFIGURATION);
        } else if (!before.equals(newEntry)) {
            generation().ifPresent(running -> running.liveness(newEntry.liveness()));
            forgive();
        }
        publish();
    }

    /** Is no longer configured. */
    void remove() {
        fresh = true;
        stop();
    }

    /** Another bridge offers the type, or none does. */
    void bridge(Optional<BridgeHandle> offered) {
        if (offered.isEmpty()) {
            bridges.gone(() -> on(Event.NO_BRIDGE));
            return;
        }
        if (bridges.bridge().isEmpty()) {
            forgive();
        }
        boolean other = bridges.offered(offered.get(), entry);
        offerPorts();
        on(Event.BRIDGE);
        // What a device has played to its end is not played again for a new bundle.
        if (other && lifecycle.state() != DeviceState.ENDED) {
            // One that is to be started again goes on where it was.
            if (lifecycle.state() == DeviceState.RUNNING) {
                succession.anew(Cause.RESTART);
            }
            restarts.forget();
            on(Event.RENEW);
        }
        publish();
    }

    /** Its type has other defaults from now on: where it has ended, that is no reason to begin. */
    void defaults(DeviceEntry with) {
        if (lifecycle.state() == DeviceState.ENDED) {
            entry = with;
        }
    }

    void start() {
        restarts.forget();
        on(Event.START);
    }

    void stop() {
        on(Event.STOP);
    }

    /** Starts it, ending first what runs. */
    void restart() {
        restarts.forget();
        on(Event.RESTART);
    }

    /** What failed before is forgotten: a device that failed is tried again. */
    private void forgive() {
        restarts.forget();
        on(Event.FORGIVEN);
    }

    private void renew(Cause why) {
        restarts.forget();
        succession.anew(why);
        on(Event.RENEW);
    }

    /** Its process, if it has one. */
    Optional<Generation> generation() {
        return Optional.ofNullable(generation);
    }

    /** Its processes end at once. */
    void kill() {
        takeover().ifPresent(Takeover::kill);
        generation().ifPresent(Generation::kill);
    }

    /** Another process is to take the place of the one it has. */
    Takeover takeover(DeviceEntry with, BridgeHandle from, Witness witness) {
        takeover = new Takeover(this, with, from, witness);
        return takeover;
    }

    private Optional<Takeover> takeover() {
        return Optional.ofNullable(takeover);
    }

    /** What concerns a process that takes over, or is taken over from. */
    private Optional<Takeover> takeover(Generation of) {
        return takeover().filter(now -> now.concerns(of));
    }

    @Override
    public Optional<Generation> running() {
        return generation().filter(_ -> lifecycle.state() == DeviceState.RUNNING);
    }

    @Override
    public Generation beside(DeviceEntry with, BridgeHandle from) throws IOException {
        return new Generation(with, from, succession.beside(journal), host, this);
    }

    @Override
    public void seat(Generation next) {
        generation = next;
        // What was set since it began.
        next.logLevel();
        next.liveness(entry.liveness());
        LOG.info("{}: process {} takes over", id, next.pid());
        publish();
    }

    @Override
    public void adopt(DeviceEntry with, BridgeHandle from) {
        // What was configured meanwhile, and needs no other process, stays.
        entry = entry.sameProcess(with) ? entry : with;
        succession.adopts(with);
        bridges.adopt(from);
        restarts.forget();
        publish();
    }

    @Override
    public boolean withdraw() {
        return host.graph().withdraw(id);
    }

    /** Looks after its process and its log, every {@link Devices#LOOK}: who reads the log waits for nothing. */
    void look() {
        generation().ifPresent(Generation::look);
        journal.allowance().tell(false).ifPresent(words -> LOG.warn("{}: {}", id, words));
    }

    /** A bundle that cannot say its ports is tried all the same: its process says them too. */
    private void offerPorts() {
        Guard.run(id, () -> bridges.bridge().map(bridge -> bridge.ports(entry)).filter(ports -> !ports.isEmpty())
                .ifPresent(ports -> host.graph().ports(id, ports)));
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
                takeover().ifPresent(Takeover::cancel);
                generation().ifPresent(Generation::end);
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
                restarts.cancel();
                bridges.rest();
                host.graph().ended(id, EndReason.STOPPED);
            }
            case FAILED -> {
                host.graph().resting(id);
                host.graph().ended(id, EndReason.SOURCE_FAILED);
                succession.streamsGoOn(false);
            }
            case WAITING -> bridges.await(
                    () -> LOG.warn("{}: no bundle offers the device type \"{}\"", id, entry.type()));
            default -> {
            }
        }
    }

    private void launch() {
        restarts.cancel();
        var offered = bridges.bridge()
                .orElseThrow(() -> new IllegalStateException(id + " is to be launched without a bridge"));
        // Before the process can ask.
        var beginning = succession.next(entry, journal);
        try {
            generation = new Generation(entry, offered, beginning, host, this);
            board.says("started");
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{}: the launch failed", id, e);
            failed(Optional.empty(), "its process could not be started: "
                    + (e instanceof Error ? e.toString() : e.getMessage()), Optional.empty());
        }
    }

    @Override
    public void ready(Generation waiting) {
        takeover(waiting).ifPresentOrElse(Takeover::ready, waiting::activate);
    }

    @Override
    public void drained(Generation passive, Drained drained) {
        takeover(passive).ifPresent(now -> now.drained(drained));
    }

    @Override
    public boolean succeeded(Generation going) {
        return !host.graph().outputsEnded(id) && takeover(going).filter(now -> now.succeeded(going)).isPresent();
    }

    @Override
    public void running(Generation running) {
        if (takeover(running).filter(Takeover::activated).isPresent()) {
            runningSinceNanos = host.nanoTime();
            publish();
            return;
        }
        runningSinceNanos = host.nanoTime();
        succession.running();
        board.says("running");
        on(Event.ACTIVATED);
        LOG.info("{}: running, process {}", id, running.pid());
    }

    @Override
    public void over(Generation ended, ExitStatus exit) {
        boolean finished = !ended.faulty() && exit.status() == 0 && host.graph().outputsEnded(id);
        if (takeover(ended).filter(now -> now.over(ended, exit, finished)).isPresent() || ended != generation) {
            return;
        }
        generation = null;
        if (lifecycle.state() == DeviceState.RUNNING) {
            restarts.ran(entry.restart(), runningSinceNanos);
        }
        var report = host.reports().keep(id, ended.threads(), finished ? Optional.empty() : ended.crash(exit));
        if (lifecycle.state() == DeviceState.STOPPING || finished) {
            board.exited(Optional.of(exit), ended.words(exit), report);
            succession.streamsGoOn(false);
        } else if (ended.placed()) {
            succession.streamsGoOn(ended.resumable());
        }
        if (lifecycle.state() == DeviceState.STOPPING) {
            report.ifPresent(file -> LOG.warn("{}: {} while it was stopped; what it said last is in {}", id,
                    ended.words(exit), file));
            on(Event.EXIT_FINAL);
        } else if (finished) {
            LOG.info("{}: ended", id);
            restarts.delay(Aftermath.of(entry.restart().mode(), Optional.of(exit), true), entry.restart())
                    .ifPresentOrElse(this::again, () -> on(Event.EXIT_ENDED));
        } else {
            failed(Optional.of(exit), ended.words(exit), report);
        }
    }

    private void failed(Optional<ExitStatus> exit, String reason, Optional<Path> report) {
        board.exited(exit, reason, report);
        var aftermath = Aftermath.of(entry.restart().mode(), exit, false);
        var delay = restarts.delay(aftermath, entry.restart());
        if (delay.isEmpty()) {
            LOG.error("{}: failed for good{}: {}{}", id,
                    aftermath == Aftermath.BACK_OFF ? ", after too many restarts" : "", reason,
                    report.map(file -> "; what it said last is in " + file).orElse(""));
            on(Event.EXIT_FINAL);
            return;
        }
        LOG.warn("{}: {}; it is started again in {} ms", id, reason, delay.get().toMillis());
        again(delay.get());
    }

    private void again(Duration delay) {
        board.restarts();
        on(Event.EXIT_RETRY);
        restarts.in(delay, () -> on(Event.RETRY));
    }

    private void publish() {
        board.publish(entry, lifecycle, bridges.bridge(), generation, succession.launches(), runningSinceNanos, fresh);
    }
}
