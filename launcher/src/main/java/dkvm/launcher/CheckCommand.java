// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.DeskSchema;
import dkvm.kernel.config.FindingsJson;
import java.nio.file.Path;
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

    @Option(names = "--schema", description = "prints the JSON Schema of a desk, for editors, and checks nothing")
    private boolean schema;

    // Every command with a home takes it; a home holds no device jars yet that would count here.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--home", paramLabel = "DIR", description = "the kernel's home")
    private @Nullable Path home;

    @Parameters(arity = "0..1", paramLabel = "CONFIG.yaml", description = "the desk")
    private @Nullable Path file;

    CheckCommand(Surroundings around, DeskCheck check) {
        this.around = around;
        this.check = check;
    }

    @Override
    public Integer call() throws Exception {
        if (schema) {
            around.out().println(DeskSchema.of(check.types()));
            return 0;
        }
        if (file == null) {
            throw CommandFailure.usage("CONFIG.yaml is missing; see \"dkvm check --help\"");
        }
        var desk = file;
        DeskFile.requireReadable(desk);
        var outcome = check.check(desk, strict, false);
        var findings = outcome.findings();
        boolean ok = findings.stream().noneMatch(DeskCheck::isError) && !(strict && !findings.isEmpty());
        if (json) {
            around.out().println(FindingsJson.of(desk.toString(), findings));
        } else {
            findings.forEach(f -> around.err().println(f.format(desk.toString())));
            if (ok) {
                around.out().println("OK");
                outcome.memory().forEach(port -> around.out().println("memory: " + port.text()));
            }
        }
        return ok ? 0 : CommandFailure.USAGE;
    }
}
