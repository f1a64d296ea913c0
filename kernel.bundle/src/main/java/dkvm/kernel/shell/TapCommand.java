// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.pipeline.Tap;
import dkvm.sdk.bridge.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * {@code tap PORT [--in] [--out] [-n N]}: the events that pass a port, a JSON object a line. Looking on slows nothing down:
 * a reader who is too slow misses events, and is told how many.
 */
final class TapCommand implements Command {
    /** So soon it is told what was missed behind the last event. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final GraphProbe graph;
    private final EventForm form = new EventForm();

    TapCommand(GraphProbe graph) {
        this.graph = graph;
    }

    @Override
    public String name() {
        return "tap";
    }

    @Override
    public String synopsis() {
        return "tap PORT [--in] [--out] [-n N] [--json]";
    }

    @Override
    public String summary() {
        return "the events that pass DEVICE or DEVICE.PORT, a JSON object a line";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("-n", "ends after N events", "--in", "the input, where an output has the same name", "--out",
                "the output, where an input has the same name", "--json", "as without it");
    }

    @Override
    public String example() {
        return "tap keys -n 10";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json", "--in", "--out"), Set.of("-n"), 1);
        if (parsed.words().isEmpty()) {
            throw new UsageException("tap: which port? \"device ID\" shows those of a device");
        }
        int most = parsed.number(name(), "-n", Integer.MAX_VALUE);
        try (var tap = open(parsed)) {
            follow(tap, most, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private Tap open(Arguments parsed) throws UsageException {
        var direction = Optional.<Direction>empty();
        if (parsed.has("--in") != parsed.has("--out")) {
            direction = Optional.of(parsed.has("--in") ? Direction.IN : Direction.OUT);
        }
        try {
            return graph.tap(parsed.words().getFirst(), direction);
        } catch (IllegalArgumentException e) {
            throw new UsageException("tap: " + e.getMessage());
        }
    }

    /** Until the client goes: an interrupt. */
    private void follow(Tap tap, int most, Answer answer) throws InterruptedException {
        answer.following();
        long first = 0;
        for (int shown = 0; shown < most;) {
            var next = tap.next(LOOK);
            long missed = next.map(Tap.Passed::missed).orElseGet(tap::missed);
            if (missed > 0) {
                answer.json(Map.of("missed", missed));
            }
            if (next.isPresent()) {
                var passed = next.get();
                first = shown == 0 ? passed.nanos() : first;
                answer.json(form.json(TimeUnit.NANOSECONDS.toMicros(passed.nanos() - first), passed));
                shown++;
            }
        }
    }
}
