// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One-way time of a key event, source process to sink process, 1000 a second: through the kernel, and through
 * {@code cat}. The two take turns, so that a machine whose speed drifts treats them alike.
 */
final class LatencyBench {
    private final KernelWay kernel;
    private final CatWay cat;
    private final PrintStream out;

    LatencyBench(KernelWay kernel, CatWay cat, PrintStream out) {
        this.kernel = kernel;
        this.cat = cat;
        this.out = out;
    }

    /**
     * What was measured on one placement.
     *
     * @param dkvm through the kernel, the median of the rounds
     * @param cat through {@code cat}, likewise
     * @param ratio the median of the rounds' ratios
     */
    record Result(Figures dkvm, Figures cat, Figures ratio) {}

    Map<String, Result> run(Load load, int rounds, int processors) throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, Result>();
        out.printf(Locale.ROOT, "latency: key events one way, %d/s, %d of them in each of %d rounds; microseconds%n",
                load.rate(), load.measured(), rounds);
        out.printf(Locale.ROOT, "%-10s %-6s %9s %9s %9s %9s%n", "", "", "p50", "p99", "p99.9", "max");
        for (var placement : Placement.all(processors)) {
            var through = new ArrayList<Figures>();
            var beside = new ArrayList<Figures>();
            var ratios = new ArrayList<Figures>();
            for (int round = 0; round < rounds; round++) {
                through.add(kernel.run(load, placement));
                beside.add(cat.run(load, placement));
                ratios.add(through.getLast().over(beside.getLast()));
            }
            var result = new Result(Figures.median(through), Figures.median(beside), Figures.median(ratios));
            results.put(placement.name(), result);
            row(placement.name(), "dkvm", result.dkvm(), "%9.1f");
            row("", "cat", result.cat(), "%9.1f");
            row("", "ratio", result.ratio(), "%9.2f");
        }
        return results;
    }

    private void row(String placement, String what, Figures figures, String form) {
        out.printf(Locale.ROOT, "%-10s %-6s " + String.join(" ", form, form, form, form) + "%n", placement, what,
                figures.p50(), figures.p99(), figures.p999(), figures.max());
    }
}
