// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The benches there are, and the file their figures go to. */
public final class Benches {
    /** Their names. */
    public static final List<String> NAMES = List.of("latency");

    private static final int RATE = 1000;
    private static final int SCHEMA = 1;

    private final Path distribution;
    private final Path folder;
    private final PrintStream out;

    /**
     * Benches.
     *
     * @param distribution the distribution that is measured
     * @param folder where they work; the caller makes and removes it
     * @param out where the figures are printed
     */
    public Benches(Path distribution, Path folder, PrintStream out) {
        this.distribution = distribution;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Measures.
     *
     * @param seconds how long each run measures
     * @param rounds how often each is repeated
     * @return the figures as JSON
     * @throws IOException if something did not run
     * @throws InterruptedException if it was interrupted
     */
    public String latency(int seconds, int rounds) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var programs = new EndProgram(java, distribution.resolve("lib"));
        Files.createDirectories(folder);
        int processors = Runtime.getRuntime().availableProcessors();
        var bench = new LatencyBench(new KernelWay(distribution.resolve("bin/dkvm"), programs, folder),
                new CatWay(programs, folder), out);
        var results = bench.run(new Load(RATE, 2 * RATE, seconds * RATE), rounds, processors);
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("machine", Map.of("processors", processors, "java", Runtime.version().toString(), "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version")));
        json.put("latency", Map.of("rate", RATE, "seconds", seconds, "rounds", rounds, "unit", "us", "placements",
                results));
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }
}
