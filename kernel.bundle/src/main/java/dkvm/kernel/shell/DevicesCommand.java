// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.StatusJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code devices [--json]}: the devices and their states. */
final class DevicesCommand implements Command {
    private final KernelView view;

    DevicesCommand(KernelView view) {
        this.view = view;
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public String synopsis() {
        return "devices [--json]";
    }

    @Override
    public String summary() {
        return "the devices and their states";
    }

    @Override
    public String example() {
        return "devices | grep RUNNING";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of(), 0);
        if (parsed.has("--json")) {
            answer.json(StatusJson.devices(view.devices()));
            return 0;
        }
        var table = new Table("DEVICE", "TYPE", "STATE", "PID", "RESTARTS", "UP", "STATUS").elastic(16, "STATUS")
                .spare("PID", "TYPE", "UP");
        for (var device : view.devices()) {
            table.row(device.id(), device.type(), device.state(),
                    device.pid().isPresent() ? device.pid().getAsLong() : "-", device.restarts(),
                    uptime(device.uptimeSeconds()), device.status());
        }
        answer.table(table);
        return 0;
    }

    /** In the unit that suits it. */
    private static String uptime(double seconds) {
        var time = Duration.ofSeconds(Math.round(seconds));
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return time.toSeconds() + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
