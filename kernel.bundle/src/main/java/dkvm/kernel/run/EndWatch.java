// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.LinkStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a run with {@code --until-end} is over, and whether it went well. It is asked again and again; time is
 * given to it. For one thread.
 */
final class EndWatch {
    /** A device that waits so long for its bundle will not come. */
    static final long WAITING_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** So long a source may take to end its process after the end of its streams. */
    private static final long ENDING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Set<String> AT_REST = Set.of("STOPPED", "FAILED", "ENDED");

    private final Map<String, Long> waitingSince = new HashMap<>();
    private final Set<String> troubles = new HashSet<>();
    private long overSince = Long.MAX_VALUE;

    /** Whether all is over that will ever be. */
    boolean over(List<DeviceStatus> devices, List<LinkStatus> links, long nowNanos) {
        var dead = new HashSet<String>();
        for (var device : devices) {
            if (dead(device, nowNanos)) {
                dead.add(device.id());
            }
        }
        links.stream().filter(link -> link.lossless() && link.state().equals("DOWN"))
                .filter(link -> !disabled(devices, link.toDevice())).forEach(link -> troubles
                        .add(link.from() + " > " + link.to() + " was DOWN: its sink took nothing"));
        boolean over = links.stream().allMatch(link -> done(link, dead));
        overSince = over ? Math.min(overSince, nowNanos) : Long.MAX_VALUE;
        return over && (nowNanos - overSince > ENDING_NANOS || sourcesAtRest(devices, links));
    }

    /** What went wrong, for people; empty: nothing. */
    List<String> troubles(List<DeviceStatus> devices, List<LinkStatus> links) {
        var all = new ArrayList<>(troubles);
        devices.stream().filter(device -> device.state().equals("FAILED"))
                .forEach(device -> all.add(device.id() + " FAILED: " + device.status()));
        for (var link : links) {
            long lost = link.dropped().getOrDefault("lost", 0L);
            if (lost > 0) {
                all.add(link.from() + " > " + link.to() + " lost " + lost + " events");
            }
        }
        return all.stream().sorted().toList();
    }

    private boolean dead(DeviceStatus device, long nowNanos) {
        if (!device.state().equals("WAITING")) {
            waitingSince.remove(device.id());
            return device.state().equals("FAILED") || device.state().equals("STOPPED");
        }
        long since = waitingSince.computeIfAbsent(device.id(), _ -> nowNanos);
        boolean tooLong = nowNanos - since >= WAITING_NANOS;
        if (tooLong) {
            troubles.add(device.id() + " waits for a bundle that offers \"" + device.type() + "\"");
        }
        return tooLong;
    }

    /** A link is done when its sink has processed all, or one of its ends will never do anything again. */
    private static boolean done(LinkStatus link, Set<String> dead) {
        boolean sourceDone = link.sourceEnded() || dead.contains(link.fromDevice());
        return link.ended() || (sourceDone && dead.contains(link.toDevice()))
                || (dead.contains(link.fromDevice()) && link.in() == 0);
    }

    private static boolean sourcesAtRest(List<DeviceStatus> devices, List<LinkStatus> links) {
        var sources = new HashSet<String>();
        links.forEach(link -> sources.add(link.fromDevice()));
        return devices.stream().filter(device -> sources.contains(device.id()))
                .allMatch(device -> AT_REST.contains(device.state()) || device.state().equals("WAITING"));
    }

    private static boolean disabled(List<DeviceStatus> devices, String id) {
        return devices.stream().anyMatch(device -> device.id().equals(id) && !device.wantedUp());
    }
}
