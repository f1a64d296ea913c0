// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.StatusJson;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.sdk.bridge.Port;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code device ID [-n N] [--json]}: all that is known of one device. */
final class DeviceCommand implements Command {
    private static final int DEFAULT_LINES = 10;

    private final KernelView view;
    private final Devices devices;
    private final GraphProbe graph;

    DeviceCommand(KernelView view, Devices devices, GraphProbe graph) {
        this.view = view;
        this.devices = devices;
        this.graph = graph;
    }

    @Override
    public String name() {
        return "device";
    }

    @Override
    public String synopsis() {
        return "device ID [-n N] [--json]";
    }

    @Override
    public String summary() {
        return "all of one device: state, ports, links, options, last exit, its last N log lines";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("-n", "the last N lines of its log; 10 by default");
    }

    @Override
    public String example() {
        return "device keys -n 50";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of("-n"), 1);
        if (parsed.words().isEmpty()) {
            throw new UsageException("device: which one? \"devices\" lists those there are");
        }
        var device = DeviceIds.find(view, name(), parsed.words().getFirst());
        int most = parsed.number(name(), "-n", DEFAULT_LINES);
        if (parsed.has("--json")) {
            answer.json(json(device, most));
        } else {
            show(device, most, answer);
        }
        return 0;
    }

    private Map<String, @Nullable Object> json(DeviceStatus device, int most) {
        var json = new LinkedHashMap<>(StatusJson.devices(List.of(device)).getFirst());
        json.put("directory", devices.entry(device.id()).map(entry -> entry.directory().toString()).orElse(null));
        json.put("options", options(device.id()));
        json.put("ports", graph.ports(device.id()).stream().map(port -> Map.of("name", port.name(), "direction",
                direction(port), "kind", port.kind().id())).toList());
        json.put("pipelines", StatusJson.pipelines(links(device.id())));
        json.put("log", log(device.id(), most));
        return json;
    }

    private void show(DeviceStatus device, int most, Answer answer) {
        var facts = new Table("DEVICE", device.id());
        facts.row("type", device.type());
        facts.row("state", device.state() + (device.wantedUp() ? "" : " (not to run)"));
        facts.row("status", device.status());
        facts.row("process", device.pid().isPresent() ? device.pid().getAsLong() : "-");
        facts.row("up", String.format(Locale.ROOT, "%.0f s", device.uptimeSeconds()));
        facts.row("starts", device.generation() + ", " + device.restarts() + " after a failure");
        facts.row("bundle", device.bundle().isEmpty() ? "-" : device.bundle() + " " + device.version());
        device.lastExit().ifPresent(exit -> {
            facts.row("last exit", exit.at().truncatedTo(ChronoUnit.MILLIS) + " " + exit.reason());
            exit.report().ifPresent(file -> facts.row("crash report", file));
        });
        if (device.logCut() > 0) {
            facts.row("log", device.logCut() + " lines were cut: they were too many");
        }
        devices.entry(device.id()).ifPresent(entry -> facts.row("directory", entry.directory()));
        facts.row("ports", graph.ports(device.id()).stream()
                .map(port -> direction(port) + " " + port.name() + " (" + port.kind().id() + ")")
                .collect(Collectors.joining(", ")));
        options(device.id()).forEach((key, value) -> facts.row("config." + key, value));
        // Whole, also where it is wider than the terminal: a path is there to be copied.
        answer.out(facts.toString());
        var links = links(device.id());
        if (!links.isEmpty()) {
            answer.out("\n");
            answer.table(PipelinesCommand.table(links));
        }
        var log = log(device.id(), most);
        if (!log.isEmpty()) {
            answer.out("\n" + log.stream().map(DeviceCommand::lines).collect(Collectors.joining()));
        }
    }

    private Map<String, Object> options(String id) {
        return new TreeMap<>(devices.entry(id).map(DeviceEntry::options).orElse(Map.of()));
    }

    private List<LinkStatus> links(String id) {
        return view.links().stream().filter(link -> link.fromDevice().equals(id) || link.toDevice().equals(id))
                .toList();
    }

    private List<String> log(String id, int most) {
        var lines = view.lastLog(id);
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static String lines(String entry) {
        return entry.lines().map(OneLine::of).collect(Collectors.joining("\n  ")) + "\n";
    }

    private static String direction(Port port) {
        return port.direction().name().toLowerCase(Locale.ROOT);
    }
}
