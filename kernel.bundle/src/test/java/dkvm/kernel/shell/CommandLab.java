// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.config.RestartPolicy;
import dkvm.kernel.config.RestartPolicy.Mode;
import dkvm.kernel.device.ScriptedDesk;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.run.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Commands on a kernel whose devices are shell scripts. */
final class CommandLab implements AutoCloseable {
    /** One failure, and it is given up. */
    static final RestartPolicy ONCE = new RestartPolicy(Mode.NEVER, Duration.ofMillis(1), Duration.ofMillis(1), 1,
            Duration.ofMinutes(1), Duration.ofMinutes(1));

    /** What became of a command. */
    record Outcome(int code, String out, String err) {}

    final ScriptedDesk desk;
    final KernelView view;
    final GraphProbe graph;
    private final Commands commands;

    CommandLab(Path home) {
        desk = new ScriptedDesk(home);
        view = new Logged(new View(desk.devices, desk.graph, desk.memory),
                Map.of("a", List.of("it is\n\u001b[31mhot"), "b", List.of("hello")));
        graph = new GraphProbe(desk.graph);
        commands = new Commands(
                new DeviceCommand(view, desk.devices, graph),
                new OrderCommand(Order.START, view, desk.devices, desk.notices),
                new OrderCommand(Order.STOP, view, desk.devices, desk.notices),
                new OrderCommand(Order.RESTART, view, desk.devices, desk.notices), new DotCommand(view, graph),
                new TapCommand(graph));
    }

    Outcome run(String... line) {
        var out = new StringBuilder();
        var err = new StringBuilder();
        int code = commands.run(List.of(line), out::append, err::append);
        return new Outcome(code, out.toString(), err.toString());
    }

    @Override
    public void close() {
        desk.close();
    }

    /** A kernel whose devices have logged what a test says. */
    private record Logged(KernelView kernel, Map<String, List<String>> lines) implements KernelView {
        @Override
        public List<DeviceStatus> devices() {
            return kernel.devices();
        }

        @Override
        public List<String> lastLog(String device) {
            return lines.getOrDefault(device, List.of());
        }

        @Override
        public List<LinkStatus> links() {
            return kernel.links();
        }

        @Override
        public List<PoolStatus> pools() {
            return kernel.pools();
        }

        @Override
        public long leakedSlots() {
            return kernel.leakedSlots();
        }
    }
}
