// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.StatusJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code pipelines [--json]}: the links of each pipeline, and what passed them. */
final class PipelinesCommand implements Command {
    private final KernelView view;

    PipelinesCommand(KernelView view) {
        this.view = view;
    }

    @Override
    public String name() {
        return "pipelines";
    }

    @Override
    public String synopsis() {
        return "pipelines [--json]";
    }

    @Override
    public String summary() {
        return "the links and what passed them";
    }

    @Override
    public String example() {
        return "pipelines --json";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of(), 0);
        var links = view.links();
        if (parsed.has("--json")) {
            answer.json(Map.of("pipelines", StatusJson.pipelines(links)));
            return 0;
        }
        answer.table(table(links));
        return 0;
    }

    static Table table(List<LinkStatus> links) {
        var table = new Table("PIPELINE", "FROM", "TO", "STATE", "IN", "OUT", "QUEUED", "IN FLIGHT", "P50", "P99",
                "DROPPED").elastic(16, "DROPPED").spare("IN FLIGHT", "P50", "PIPELINE", "P99");
        for (var link : links) {
            table.row(link.pipeline(), link.from(), link.to(), link.state(), link.in(), link.out(), link.queued(),
                    link.inFlight(), link.latency().map(l -> TopForm.micros(l.p50())).orElse("-"),
                    link.latency().map(l -> TopForm.micros(l.p99())).orElse("-"), dropped(link.dropped()));
        }
        return table;
    }

    private static String dropped(Map<String, Long> dropped) {
        var text = dropped.entrySet().stream().filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
        return text.isEmpty() ? "-" : text;
    }
}
