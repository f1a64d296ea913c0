// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.FindingsJson;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dkvm check}. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Checks a desk: prints OK, or all that is wrong with it.", "Starts no device, opens no port, writes nothing."})
final class CheckCommand implements Callable<Integer> {
    private final Surroundings around;
    private final DeskCheck check;

    @Option(names = "--strict", description = "device types that no bundle offers are errors")
    private boolean strict;

    @Option(names = "--json", description = "for scripts")
    private boolean json;

    // Every command with a home takes it; a home holds no device jars yet that would count here.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--home", paramLabel = "DIR", description = "the kernel's home")
    private @Nullable Path home;

    @Parameters(paramLabel = "CONFIG.yaml", description = "the desk")
    private @Nullable Path file;

    CheckCommand(Surroundings around, DeskCheck check) {
        this.around = around;
        this.check = check;
    }

    @Override
    public Integer call() throws Exception {
        var desk = Objects.requireNonNull(file);
        DeskFile.requireReadable(desk);
        var findings = check.check(desk, strict, false);
        boolean ok = findings.stream().noneMatch(DeskCheck::isError) && !(strict && !findings.isEmpty());
        if (json) {
            around.out().println(FindingsJson.of(desk.toString(), findings));
        } else {
            findings.forEach(f -> around.err().println(f.format(desk.toString())));
            if (ok) {
                around.out().println("OK");
            }
        }
        return ok ? 0 : CommandFailure.USAGE;
    }
}
