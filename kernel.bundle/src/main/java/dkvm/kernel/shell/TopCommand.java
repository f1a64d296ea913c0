// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code top [--interval DURATION] [-n N] [--json]}: what happens, over and over; on a terminal in place. */
final class TopCommand implements Command {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    /** Nobody wants to wait for the first look. */
    private static final Duration FIRST = Duration.ofMillis(250);

    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_LINE = "\u001b[K\n";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final KernelView view;
    private final ProcessUsage usage;
    private final Clock clock;

    /** Time, as a test has it too. */
    interface Clock {
        long nanos();

        Instant now();

        void pause(Duration time) throws InterruptedException;
    }

    private static final class SystemClock implements Clock {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    }

    TopCommand(KernelView view) {
        this(view, new SystemUsage(), new SystemClock());
    }

    TopCommand(KernelView view, ProcessUsage usage, Clock clock) {
        this.view = view;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "top";
    }

    @Override
    public String synopsis() {
        return "top [--interval DURATION] [-n N] [--json]";
    }

    @Override
    public String summary() {
        return "events, processor time and memory, now and again";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("--interval", "how often; 1s", "-n", "ends after N times");
    }

    @Override
    public String example() {
        return "top --interval 5s";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of("--interval", "-n"), 0);
        var interval = interval(parsed.value("--interval").orElse(""));
        int times = parsed.number(name(), "-n", Integer.MAX_VALUE);
        if (!parsed.has("-n")) {
            answer.following();
        }
        try {
            var before = Look.at(clock.nanos(), view, usage);
            for (int i = 0; i < times; i++) {
                clock.pause(i == 0 && interval.compareTo(FIRST) > 0 ? FIRST : interval);
                var now = Look.at(clock.nanos(), view, usage);
                if (parsed.has("--json")) {
                    answer.json(TopForm.json(before, now, clock.now()));
                } else {
                    answer.out(text(TopForm.lines(before, now, answer.client()), answer.client().terminal(), i == 0));
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private Duration interval(String text) throws UsageException {
        try {
            var interval = text.isEmpty() ? INTERVAL : Durations.parse(text);
            if (interval.compareTo(SHORTEST) >= 0) {
                return interval;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new UsageException("top: --interval needs a duration from 100ms, such as 2s, not \"" + text + "\"");
    }

    /** On a terminal over what was there before, elsewhere a block of its own. */
    private static String text(List<String> lines, boolean terminal, boolean first) {
        return terminal
                ? lines.stream().map(line -> line + CLEAR_LINE)
                        .collect(Collectors.joining("", (first ? CLEAR : "") + HOME, CLEAR_BELOW))
                : String.join("\n", lines) + "\n\n";
    }
}
