// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.Overflow;
import dkvm.kernel.pipeline.Graph;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** {@code link FROM TO [--overflow RULE] [--capacity N]}: makes a link until the kernel ends. */
final class LinkCommand implements Command {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ENDS = 2;

    private final Graph graph;

    LinkCommand(Graph graph) {
        this.graph = graph;
    }

    @Override
    public String name() {
        return "link";
    }

    @Override
    public String synopsis() {
        return "link FROM TO [--overflow RULE] [--capacity N]";
    }

    @Override
    public String summary() {
        return "links an output to an input until the kernel ends";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("--overflow", "what is done when the queue is full; by default as its kind has it",
                "--capacity", "how many events may wait");
    }

    @Override
    public String example() {
        return "link screen.video window.video --overflow block";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of(), Set.of("--overflow", "--capacity"), ENDS);
        var ends = parsed.words();
        if (ends.size() < ENDS) {
            throw new UsageException("link needs an output and an input, such as \"link screen.video window.video\"");
        }
        int capacity = parsed.number(name(), "--capacity", 0);
        if (parsed.has("--capacity") && capacity == 0) {
            throw new UsageException("link: --capacity needs a number from 1");
        }
        var refusal = await(graph.link(ends.getFirst(), ends.getLast(), overflow(parsed),
                capacity == 0 ? OptionalInt.empty() : OptionalInt.of(capacity)));
        if (refusal.isPresent()) {
            throw new CommandFailedException("no link: " + refusal.get());
        }
        return 0;
    }

    private static Optional<Overflow> overflow(Arguments parsed) throws UsageException {
        var name = parsed.value("--overflow");
        var rule = name.flatMap(Overflow::of);
        if (name.isPresent() && rule.isEmpty()) {
            throw new UsageException("link: unknown overflow \"" + name.get() + "\"; there are "
                    + Arrays.stream(Overflow.values()).map(Overflow::id).collect(Collectors.joining(", ")));
        }
        return rule;
    }

    /** A source that does not map its memory cannot be waited for for ever. */
    private static Optional<String> await(CompletableFuture<Optional<String>> linked) {
        try {
            return Patience.await(linked, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the kernel stops");
        } catch (TimeoutException e) {
            return Optional.of("its memory is not there after " + PATIENCE.toSeconds()
                    + " s; it comes when the source takes it, see \"dkvm ctl pipelines\"");
        }
    }
}
