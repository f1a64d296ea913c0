// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.config.DeviceEntry;
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

    StatusBoard(String id) {
        status = new DeviceStatus(id, "", DeviceState.STOPPED.name(), false, OptionalLong.empty(), 0, 0, 0, "", "", "",
                Optional.empty());
    }

    /** A line for people. */
    void says(String words) {
        line = words;
    }

    void exited(Optional<ExitStatus> exit, String reason) {
        line = reason;
        lastExit = Optional.of(new DeviceStatus.Exit(exit.map(ExitStatus::code).orElseGet(OptionalInt::empty),
                exit.map(ExitStatus::signal).orElseGet(OptionalInt::empty), reason, Instant.now()));
    }

    void restarts() {
        restarts++;
    }

    void publish(DeviceEntry entry, Lifecycle lifecycle, @Nullable BridgeHandle bridge,
            @Nullable Generation generation, long launches, long sinceNanos, boolean removed) {
        runningSinceNanos = sinceNanos;
        status = new DeviceStatus(entry.id(), entry.type(), lifecycle.state().name(), lifecycle.wanted(),
                generation == null ? OptionalLong.empty() : OptionalLong.of(generation.pid()), launches, restarts, 0,
                bridge == null ? "" : bridge.bundle().getSymbolicName(),
                bridge == null ? "" : bridge.bundle().getVersion().toString(), line, lastExit);
        hidden = removed && !lifecycle.alive();
    }

    boolean hidden() {
        return hidden;
    }

    DeviceStatus status() {
        var now = status;
        return now.state().equals(DeviceState.RUNNING.name())
                ? now.upFor((System.nanoTime() - runningSinceNanos) / NANOS_PER_SECOND)
                : now;
    }
}
