// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.place.HomePath;
import dkvm.sdk.log.LogLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dkvm run}. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Starts a kernel in the foreground, with a prompt where it runs on a terminal.",
        "Without a file: $XDG_CONFIG_HOME/dkvm/desk.yaml, then /etc/dkvm/desk.yaml."})
final class RunCommand implements Callable<Integer> {
    private final HomePath places;
    private final KernelRun run;

    @Option(names = "--until-end", description = "stop when every stream has ended and all of it is processed")
    private boolean untilEnd;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "stop then at the latest: 250ms, 10s, 5m")
    private @Nullable Duration timeout;

    @Option(names = "--report", paramLabel = "FILE", description = "what became of the streams, as JSON; - is stdout")
    private @Nullable String report;

    @Option(names = "--home", paramLabel = "DIR", description = "where the kernel keeps its things")
    private @Nullable Path home;

    @Option(names = "--deploy", paramLabel = "DIR", description = "device jars that stand over the shipped ones; by default the folder deploy of the home")
    private @Nullable Path deploy;

    @Option(names = "--log-level", paramLabel = "LEVEL", completionCandidates = LogLevels.Ids.class, description = "error, warn, info (default), debug or trace")
    private LogLevel level = LogLevel.INFO;

    @Option(names = "--no-shell", description = "no prompt, although it runs on a terminal; with --until-end there is none anyway")
    private boolean noShell;

    @Parameters(arity = "0..1", paramLabel = "CONFIG.yaml", description = "the desk")
    private @Nullable Path file;

    RunCommand(HomePath places, KernelRun run) {
        this.places = places;
        this.run = run;
    }

    @Override
    public Integer call() throws Exception {
        return run.execute(new RunSettings(DeskFile.find(file, places), places.resolve(home),
                DeployFolder.require(deploy), places.cache(home), untilEnd, Optional.ofNullable(timeout),
                ReportFile.requireWritable(Optional.ofNullable(report)), level,
                !noShell && !untilEnd));
    }
}
