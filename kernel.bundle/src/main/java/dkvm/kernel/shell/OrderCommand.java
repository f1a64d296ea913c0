// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.Notices;
import dkvm.kernel.device.Devices;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * {@code start}, {@code stop} and {@code restart ID… [--no-wait]}: tells devices what to do until the kernel ends, and
 * waits until they have done it, 10 s at most.
 */
final class OrderCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What nobody tells is seen so soon. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Order order;
    private final KernelView view;
    private final Devices devices;
    private final Notices notices;

    OrderCommand(Order order, KernelView view, Devices devices, Notices notices) {
        this.order = order;
        this.view = view;
        this.devices = devices;
        this.notices = notices;
    }

    @Override
    public String name() {
        return order.command();
    }

    @Override
    public String synopsis() {
        return name() + " ID… [--no-wait]";
    }

    @Override
    public String summary() {
        return order.summary();
    }

    @Override
    public Map<String, String> options() {
        return Map.of("--no-wait", "only says so to the kernel");
    }

    @Override
    public String example() {
        return name() + " keys";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--no-wait"), Set.of(), Integer.MAX_VALUE);
        if (parsed.words().isEmpty()) {
            throw new UsageException(name() + ": which device? \"devices\" lists those there are");
        }
        var before = new LinkedHashMap<String, DeviceStatus>();
        for (var id : parsed.words()) {
            before.put(id, DeviceIds.find(view, name(), id));
        }
        try (var feed = notices.feed(before.keySet().stream().map(id -> "device/" + id + "/state").toList())) {
            before.keySet().forEach(id -> order.give(devices, id));
            if (!parsed.has("--no-wait")) {
                await(before, feed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(name() + ": interrupted; what was begun goes on");
        }
        return 0;
    }

    /** Until the order has come to the devices, they look as they did before. */
    private void await(Map<String, DeviceStatus> before, Notices.Feed feed)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            var _ = Patience.await(devices.settled(), PATIENCE);
        } catch (TimeoutException e) {
            throw new CommandFailedException(name() + ": the kernel does not come to it; see \"dkvm ctl logs\"");
        }
        while (!over(before) && System.nanoTime() < deadline) {
            var _ = feed.next(LOOK);
        }
        var failed = before.values().stream().map(this::complaint).flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            throw new CommandFailedException(failed);
        }
    }

    private boolean over(Map<String, DeviceStatus> before) {
        return before.values().stream().allMatch(then -> now(then.id())
                .filter(now -> !order.done(then, now) && !order.vain(now)).isEmpty());
    }

    private Optional<String> complaint(DeviceStatus then) {
        return now(then.id()).filter(now -> !order.done(then, now)).map(this::words);
    }

    private String words(DeviceStatus now) {
        var state = now.id() + " is " + now.state();
        return switch (now.state()) {
            case "FAILED" -> state + ": " + now.status() + "; see \"dkvm ctl device " + now.id() + "\"";
            case "WAITING" -> state + ": no bundle offers the device type \"" + now.type() + "\"";
            default -> state + (order.vain(now) ? "" : " after " + PATIENCE.toSeconds() + " s")
                    + "; see \"dkvm ctl device " + now.id() + "\"";
        };
    }

    /** One that is no longer configured is as stopped as can be. */
    private Optional<DeviceStatus> now(String id) {
        return view.devices().stream().filter(device -> device.id().equals(id)).findFirst();
    }
}
