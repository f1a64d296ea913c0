// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.DeviceStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a service manager how the kernel is, in the assignments of sd_notify(3): when it is ready, when it reloads and
 * stops, how its devices are, and that it lives. The run's thread looks again and again: that it does is the proof that it
 * lives; the devices' scheduler has to prove the same before each sign of life. Any thread may reload.
 */
final class ServiceStates implements LiveDesk.Listener {
    /** A desk that takes longer is ready all the same, with what runs. */
    static final long READY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_PER_MICRO = 1000;
    /** What a device is that makes nobody wait: it runs, or will not. */
    private static final Set<String> DECIDED = Set.of("RUNNING", "FAILED", "ENDED");
    /** A device that still waits for its bundle then makes nobody wait either: at first, bundles are only coming. */
    static final long BUNDLES_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final List<String> TROUBLES = List.of("FAILED", "BACKOFF", "WAITING");

    private final Consumer<String> manager;
    private final Supplier<List<DeviceStatus>> devices;
    /** Asks the scheduler for a proof: complete once it has done something. */
    private final Supplier<CompletableFuture<?>> scheduler;
    private final Optional<Duration> watchdog;
    private final LongSupplier nanoTime;
    private final long beganNanos;
    /** Guarded by this, as all below. */
    private boolean ready;
    private String said = "";
    private long lookedNanos;
    private long aliveNanos;
    private CompletableFuture<?> proof;

    ServiceStates(Consumer<String> manager, Supplier<List<DeviceStatus>> devices,
            Supplier<CompletableFuture<?>> scheduler, Optional<Duration> watchdog, LongSupplier nanoTime) {
        this.manager = manager;
        this.devices = devices;
        this.scheduler = scheduler;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
        beganNanos = nanoTime.getAsLong();
        lookedNanos = beganNanos - STATUS_NANOS;
        aliveNanos = beganNanos;
        proof = scheduler.get();
    }

    /**
     * Looks how the devices are, and says what is new.
     *
     * @param applied whether all devices of the desk are among them
     */
    synchronized void look(boolean applied) {
        long now = nanoTime.getAsLong();
        if (!ready) {
            becomeReady(applied, now);
        } else if (now - lookedNanos >= STATUS_NANOS) {
            lookedNanos = now;
            var all = devices.get();
            if (!status(all).equals(said)) {
                say("", all, now);
            }
        }
        watchdog.ifPresent(limit -> live(now, limit));
    }

    private void becomeReady(boolean applied, long now) {
        var all = devices.get();
        boolean decided = applied && wanted(all).allMatch(device -> decided(device.state(), now));
        if (decided || now - beganNanos >= READY_NANOS) {
            ready = true;
            say("READY=1", all, now);
        } else if (now - lookedNanos >= STATUS_NANOS && !status(all).equals(said)) {
            say("", all, now);
        }
    }

    private boolean decided(String state, long now) {
        return DECIDED.contains(state) || (state.equals("WAITING") && now - beganNanos >= BUNDLES_NANOS);
    }

    private void live(long now, Duration limit) {
        if (now - aliveNanos >= limit.toNanos() / 2 && proof.isDone()) {
            manager.accept("WATCHDOG=1");
            aliveNanos = now;
            proof = scheduler.get();
        }
    }

    /** A kernel that is not ready yet only becomes so later. */
    @Override
    public synchronized void reloading() {
        if (ready) {
            manager.accept("RELOADING=1\nMONOTONIC_USEC=" + nanoTime.getAsLong() / NANOS_PER_MICRO);
        }
    }

    @Override
    public synchronized void reloaded() {
        if (ready) {
            say("READY=1", devices.get(), nanoTime.getAsLong());
        }
    }

    /** From now on everything is stopped. */
    synchronized void stopping() {
        manager.accept("STOPPING=1\nSTATUS=stopping" + watchdog.map(_ -> "\nWATCHDOG=1").orElse(""));
        // A reload that ends now makes nothing ready.
        ready = false;
    }

    private void say(String assignment, List<DeviceStatus> all, long now) {
        said = status(all);
        lookedNanos = now;
        manager.accept(assignment + (assignment.isEmpty() ? "" : "\n") + "STATUS=" + said);
    }

    private static String status(List<DeviceStatus> all) {
        long running = wanted(all).filter(device -> device.state().equals("RUNNING")).count();
        var troubles = TROUBLES.stream().map(state -> in(state, all)).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return running + " of " + wanted(all).count() + " devices running"
                + (troubles.isEmpty() ? "" : "; " + troubles);
    }

    private static String in(String state, List<DeviceStatus> all) {
        var ids = wanted(all).filter(device -> device.state().equals(state)).map(DeviceStatus::id).toList();
        return ids.isEmpty() ? "" : state + ": " + String.join(", ", ids);
    }

    private static Stream<DeviceStatus> wanted(List<DeviceStatus> all) {
        return all.stream().filter(DeviceStatus::wantedUp);
    }
}
