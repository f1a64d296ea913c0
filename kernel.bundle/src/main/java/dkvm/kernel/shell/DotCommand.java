// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.pipeline.LinkRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code dot}: the running graph in Graphviz's language, for {@code dot -Tsvg}. */
final class DotCommand implements Command {
    private final KernelView view;
    private final GraphProbe graph;

    DotCommand(KernelView view, GraphProbe graph) {
        this.view = view;
        this.graph = graph;
    }

    @Override
    public String name() {
        return "dot";
    }

    @Override
    public String synopsis() {
        return "dot";
    }

    @Override
    public String summary() {
        return "the running graph for Graphviz: dkvm ctl dot | dot -Tsvg";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        Arguments.read(name(), arguments, Set.of(), Set.of(), 0);
        var text = new StringBuilder("digraph dkvm {\n  rankdir=LR;\n  node [shape=box];\n");
        view.devices().forEach(device -> text.append(node(device)));
        var rules = graph.rules();
        view.links().forEach(link -> text.append(edge(link, rules)));
        answer.out(text.append("}\n").toString());
        return 0;
    }

    private static String node(DeviceStatus device) {
        var style = device.state().equals("RUNNING") ? "" : ", style=dashed";
        return "  " + quoted(device.id()) + " [label=" + quoted(device.id(), device.type(), device.state()) + style
                + "];\n";
    }

    private static String edge(LinkStatus link, List<LinkRule> rules) {
        var rule = rules.stream().filter(each -> each.from().equals(link.from()) && each.to().equals(link.to()))
                .map(each -> each.kind().id() + ", " + each.overflow().id()).findFirst().orElse("");
        var ports = LinkEntry.port(link.from()) + " > " + LinkEntry.port(link.to());
        var style = link.state().equals("UP") ? "" : ", style=dashed";
        return "  " + quoted(link.fromDevice()) + " -> " + quoted(link.toDevice()) + " [label="
                + quoted(ports, rule, link.state()) + style + "];\n";
    }

    /** A string of lines; what is no line is left out. */
    private static String quoted(String... lines) {
        return Stream.of(lines).filter(line -> !line.isEmpty())
                .map(line -> OneLine.of(line).replace("\\", "\\\\").replace("\"", "\\\""))
                .collect(Collectors.joining("\\n", "\"", "\""));
    }
}
