// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Drained;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that only shows that a bundle's program works, for a type of which no device runs: with a device's
 * configuration it has to become ready, without one to describe itself. On the scheduler's thread.
 */
final class Trial implements GenerationOwner {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

    private final DeviceEntry entry;
    private final boolean configured;
    private final BridgeHandle bridge;
    private final DeviceHost host;
    private final Set<Trial> alive;
    private @Nullable BiConsumer<Trial, Optional<String>> verdict;
    private @Nullable Generation generation;

    /**
     * Nothing has begun.
     *
     * @param entry what it is started with
     * @param configured whether that is a device's configuration; else its options are empty
     * @param bridge says what to start
     * @param host starts it
     * @param alive has it as long as it has a process
     */
    Trial(DeviceEntry entry, boolean configured, BridgeHandle bridge, DeviceHost host, Set<Trial> alive) {
        this.entry = entry;
        this.configured = configured;
        this.bridge = bridge;
        this.host = host;
        this.alive = alive;
    }

    String type() {
        return entry.type();
    }

    /** Begins; the verdict, once, is why the program is no good; empty: it is. */
    void begin(BiConsumer<Trial, Optional<String>> whenKnown) {
        verdict = whenKnown;
        try {
            generation = new Generation(entry, bridge, Beginning.ofTrial(Journal.begin(host::nanoTime)), host, this);
            alive.add(this);
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{}: the launch of a trial failed", entry.type(), e);
            tell(Optional.of("its process could not be started: "
                    + (e instanceof Error ? e.toString() : e.getMessage())));
        }
    }

    /** Ends it, whatever has come of it. */
    void end() {
        verdict = null;
        if (generation != null) {
            generation.end();
        }
    }

    /** Ends it at once, with the kernel. */
    void kill() {
        if (generation != null) {
            generation.kill();
        }
    }

    /** Without a configuration a program may fail as soon as it is welcome. */
    @Override
    public boolean welcomes(Generation greeted) {
        if (!configured) {
            var _ = greeted.call(Wire.DEVICE_SERVICE, "describe").whenComplete((_, failure) -> host.scheduler()
                    .execute(() -> tell(Optional.ofNullable(failure).map(e -> "it does not describe itself: "
                            + e.getMessage()))));
        }
        return configured;
    }

    @Override
    public void ready(Generation now) {
        tell(Optional.empty());
    }

    @Override
    public void over(Generation ended, ExitStatus exit) {
        alive.remove(this);
        tell(Optional.of(ended.account(exit)));
    }

    private void tell(Optional<String> why) {
        var listener = verdict;
        if (listener != null) {
            end();
            listener.accept(this, why.map(words -> entry.type() + ": " + words));
        }
    }

    @Override
    public void running(Generation now) {
        throw new IllegalStateException("a trial is never activated");
    }

    @Override
    public void drained(Generation now, Drained drained) {
        // It had nothing.
    }

    @Override
    public boolean succeeded(Generation now) {
        return false;
    }
}
