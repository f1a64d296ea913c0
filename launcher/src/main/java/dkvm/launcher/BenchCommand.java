// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.bench.Benches;
import dkvm.launcher.place.Home;
import dkvm.launcher.place.HomePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dkvm bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Measures this machine: dKVMs beside a baseline, with the same end programs on the same processors.",
        "latency: one-way time of a key event through the kernel, and through cat between two pipes."})
final class BenchCommand implements Callable<Integer> {
    private final Surroundings around;
    private final HomePath places;

    @Option(names = "--out", paramLabel = "FILE", description = "the figures as JSON")
    private @Nullable Path file;

    @Option(names = "--seconds", paramLabel = "N", description = "how long each run measures (default: 5)")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each run is repeated (default: 3)")
    private int rounds = 3;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "latency; without a name all of them")
    private List<String> names = Benches.NAMES;

    BenchCommand(Surroundings around, HomePath places) {
        this.around = around;
        this.places = places;
    }

    @Override
    public Integer call() throws Exception {
        for (var name : names) {
            if (!Benches.NAMES.contains(name)) {
                throw CommandFailure.usage("there is no bench \"" + name + "\"; there is "
                        + String.join(", ", Benches.NAMES));
            }
        }
        if (seconds < 1 || rounds < 1) {
            throw CommandFailure.usage("--seconds and --rounds count from 1");
        }
        var folder = places.cache().resolve("bench-" + ProcessHandle.current().pid());
        try {
            var json = new Benches(around.distribution().root(), folder, around.out()).latency(seconds, rounds);
            if (file != null) {
                Files.writeString(file, json);
            }
            return 0;
        } finally {
            Home.delete(folder);
        }
    }
}
