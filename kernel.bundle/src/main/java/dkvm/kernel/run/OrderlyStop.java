// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.Graph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Stops all devices, sources before their sinks, so that what is on its way arrives and nothing stays down; within five
 * seconds, whatever they do. For one thread.
 */
final class OrderlyStop {
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(4300);
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Set<String> ALIVE = Set.of("STARTING", "RUNNING", "STOPPING");

    private final Devices devices;
    private final Graph graph;

    OrderlyStop(Devices devices, Graph graph) {
        this.devices = devices;
        this.graph = graph;
    }

    void stop() {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        await(deadline, devices.close()::isDone);
        var left = new HashSet<String>();
        devices.status().forEach(device -> left.add(device.id()));
        while (!left.isEmpty()) {
            var round = first(left, graph.status());
            left.removeAll(round);
            round.forEach(devices::stop);
            await(deadline, () -> devices.status().stream().filter(device -> round.contains(device.id()))
                    .noneMatch(OrderlyStop::stopping));
            await(Math.min(deadline, System.nanoTime() + FLUSH_NANOS), () -> flushed(round, graph.status()));
        }
        if (devices.status().stream().anyMatch(OrderlyStop::stopping)) {
            devices.kill();
            await(System.nanoTime() + FLUSH_NANOS, () -> devices.status().stream().noneMatch(OrderlyStop::stopping));
        }
    }

    /** Those that nothing which is left sends to; all, where they send to each other in a ring. */
    private static Set<String> first(Set<String> left, List<LinkStatus> links) {
        var round = new HashSet<>(left);
        links.stream().filter(link -> left.contains(link.fromDevice()))
                .forEach(link -> round.remove(link.toDevice()));
        return round.isEmpty() ? Set.copyOf(left) : round;
    }

    /** Whether what these sent has arrived, where its sink runs. */
    private boolean flushed(Set<String> sources, List<LinkStatus> links) {
        var running = new HashSet<String>();
        devices.status().stream().filter(device -> device.state().equals("RUNNING"))
                .forEach(device -> running.add(device.id()));
        return links.stream().filter(link -> sources.contains(link.fromDevice()))
                .allMatch(link -> !running.contains(link.toDevice()) || link.ended()
                        || link.state().equals("DOWN"));
    }

    /** A device that is still wanted has not heard yet that it is to stop. */
    private static boolean stopping(DeviceStatus device) {
        return device.wantedUp() || ALIVE.contains(device.state());
    }

    private static void await(long deadlineNanos, BooleanSupplier condition) {
        while (!condition.getAsBoolean() && System.nanoTime() < deadlineNanos) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
