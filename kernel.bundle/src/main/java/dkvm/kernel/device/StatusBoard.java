// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What others may see of a device. Written on the scheduler's thread, read by any. */
final class StatusBoard {
    private static final double NANOS_PER_SECOND = 1e9;

    private long restarts;
    private String line = "";
    private Optional<DeviceStatus.Exit> lastExit = Optional.empty();
    private volatile DeviceStatus status;
    private volatile boolean hidden = true;
    private volatile long runningSinceNanos;
    private final LogAllowance log;
    private final DeviceHost host;

    StatusBoard(String id, LogAllowance log, DeviceHost host) {
        this.log = log;
        this.host = host;
        status = new DeviceStatus(id, "", DeviceState.STOPPED.name(), false, OptionalLong.empty(), 0, 0, 0, "", "", "",
                Optional.empty(), 0);
    }

    /** A line for people. */
    void says(String words) {
        line = words;
    }

    void exited(Optional<ExitStatus> exit, String reason, Optional<Path> report) {
        line = reason;
        lastExit = Optional.of(new DeviceStatus.Exit(exit.map(ExitStatus::code).orElseGet(OptionalInt::empty),
                exit.map(ExitStatus::signal).orElseGet(OptionalInt::empty), reason, Instant.now(),
                report.map(Path::toString)));
    }

    void restarts() {
        restarts++;
    }

    /** This is so now; who listens is told if the state is another. */
    void publish(DeviceEntry entry, Lifecycle lifecycle, Optional<BridgeHandle> bridge,
            @Nullable Generation generation, long launches, long sinceNanos, boolean removed) {
        boolean wasHidden = hidden;
        var before = wasHidden ? "" : status.state();
        runningSinceNanos = sinceNanos;
        status = new DeviceStatus(entry.id(), entry.type(), lifecycle.state().name(), lifecycle.wanted(),
                generation == null ? OptionalLong.empty() : OptionalLong.of(generation.pid()), launches, restarts, 0,
                bridge.map(offered -> offered.bundle().getSymbolicName()).orElse(""),
                bridge.map(offered -> offered.bundle().getVersion().toString()).orElse(""), line, lastExit, 0);
        hidden = removed && !lifecycle.alive();
        if (hidden != wasHidden || (!wasHidden && !status.state().equals(before))) {
            host.changed(status(), before, hidden);
        }
    }

    boolean hidden() {
        return hidden;
    }

    DeviceStatus status() {
        var now = status;
        boolean runs = now.state().equals(DeviceState.RUNNING.name());
        return now.at(runs ? (host.nanoTime() - runningSinceNanos) / NANOS_PER_SECOND : 0, log.cut());
    }
}
