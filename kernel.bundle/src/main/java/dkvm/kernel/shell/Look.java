// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.PoolStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The kernel at a moment, as {@code top} sees it.
 *
 * @param nanos when, as {@link System#nanoTime()} has it
 * @param devices the devices
 * @param links their links
 * @param pools their buffers
 * @param cpu the processor time of each process so far
 * @param resident the bytes of memory of each process
 */
record Look(long nanos, List<DeviceStatus> devices, List<LinkStatus> links, List<PoolStatus> pools,
        Map<Long, Duration> cpu, Map<Long, Long> resident) {

    static Look at(long nanos, KernelView view, ProcessUsage usage) {
        var devices = view.devices();
        var cpu = new HashMap<Long, Duration>();
        var resident = new HashMap<Long, Long>();
        devices.stream().flatMapToLong(device -> device.pid().stream()).forEach(pid -> {
            usage.cpu(pid).ifPresent(time -> cpu.put(pid, time));
            usage.resident(pid).ifPresent(bytes -> resident.put(pid, bytes));
        });
        return new Look(nanos, devices, view.links(), view.pools(), cpu, resident);
    }

    private double secondsSince(Look before) {
        return Math.max(1, nanos - before.nanos) / 1e9;
    }

    /** A link's way: the same one in another look has the same. */
    private static String way(LinkStatus link) {
        return link.pipeline() + ' ' + link.from() + ' ' + link.to();
    }

    /** Events of a link that came, and that went out, per second. */
    Rate rate(LinkStatus link, Look before) {
        var then = before.links.stream().filter(other -> way(other).equals(way(link))).findFirst();
        // A link that is new, or was made anew, has had all of them since.
        long in = then.map(LinkStatus::in).filter(number -> number <= link.in()).orElse(0L);
        long out = then.map(LinkStatus::out).filter(number -> number <= link.out()).orElse(0L);
        return new Rate((link.in() - in) / secondsSince(before), (link.out() - out) / secondsSince(before));
    }

    /** What a device's links brought it, and what it gave them, per second. */
    Rate rate(DeviceStatus device, Look before) {
        double in = links.stream().filter(link -> link.toDevice().equals(device.id()))
                .mapToDouble(link -> rate(link, before).out()).sum();
        double out = links.stream().filter(link -> link.fromDevice().equals(device.id()))
                .mapToDouble(link -> rate(link, before).in()).sum();
        return new Rate(in, out);
    }

    /** How much of one processor a device's process took, in percent; empty: nobody says. */
    OptionalDouble cpuPercent(DeviceStatus device, Look before) {
        var now = device.pid().isPresent() ? cpu.get(device.pid().getAsLong()) : null;
        var then = device.pid().isPresent() ? before.cpu.get(device.pid().getAsLong()) : null;
        return now == null || then == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(now.minus(then).toNanos() / 1e7 / secondsSince(before));
    }

    OptionalLong resident(DeviceStatus device) {
        var bytes = device.pid().isPresent() ? resident.get(device.pid().getAsLong()) : null;
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    long bufferBytes() {
        return pools.stream().mapToLong(pool -> pool.slotBytes() * pool.slots()).sum();
    }

    /**
     * Events per second.
     *
     * @param in those that come
     * @param out those that go
     */
    record Rate(double in, double out) {}
}
