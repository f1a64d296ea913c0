// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.pipeline.Graph;
import java.util.List;
import java.util.Set;

/** {@code unlink FROM TO}: takes a link away until the kernel ends. */
final class UnlinkCommand implements Command {
    private static final int ENDS = 2;

    private final Graph graph;

    UnlinkCommand(Graph graph) {
        this.graph = graph;
    }

    @Override
    public String name() {
        return "unlink";
    }

    @Override
    public String synopsis() {
        return "unlink FROM TO";
    }

    @Override
    public String summary() {
        return "takes a link away until the kernel ends";
    }

    @Override
    public String example() {
        return "unlink screen.video window.video";
    }

    /** The links there are. */
    @Override
    public List<Candidate> next(List<String> before, Vocabulary known) {
        var links = graph.status();
        return switch (before.size()) {
            case 0 -> links.stream().map(link -> new Candidate(link.from(), "to " + link.to())).toList();
            case 1 -> links.stream().filter(link -> link.from().equals(before.getFirst()))
                    .map(link -> new Candidate(link.to(), link.state())).toList();
            default -> List.of();
        };
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var ends = Arguments.read(name(), arguments, Set.of(), Set.of(), ENDS).words();
        if (ends.size() < ENDS) {
            throw new UsageException(
                    "unlink needs an output and an input, such as \"unlink screen.video window.video\"");
        }
        if (!graph.unlink(ends.getFirst(), ends.getLast())) {
            throw new CommandFailedException("there is no link from " + ends.getFirst() + " to " + ends.getLast()
                    + "; see \"dkvm ctl pipelines\"");
        }
        return 0;
    }
}
