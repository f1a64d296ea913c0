// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.config.DeskSchema;
import dkvm.kernel.config.FindingsJson;
import dkvm.launcher.place.Home;
import dkvm.launcher.place.HomePath;
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
    private final HomePath places;
    private final DeskCheck check;

    @Option(names = "--strict", description = "device types that no bundle offers are errors")
    private boolean strict;

    @Option(names = "--json", description = "for scripts")
    private boolean json;

    @Option(names = "--schema", description = "prints the JSON Schema of a desk, for editors, and checks nothing")
    private boolean schema;

    @Option(names = "--home", paramLabel = "DIR", description = "the kernel's home, whose deployed jars count")
    private @Nullable Path home;

    @Option(names = "--deploy", paramLabel = "DIR", description = "the kernel's deployed jars, if they are not in its home")
    private @Nullable Path deploy;

    @Parameters(arity = "0..1", paramLabel = "CONFIG.yaml", description = "the desk")
    private @Nullable Path file;

    CheckCommand(Surroundings around, HomePath places, DeskCheck check) {
        this.around = around;
        this.places = places;
        this.check = check;
    }

    @Override
    public Integer call() throws Exception {
        var folder = DeployFolder.require(deploy).orElseGet(() -> new Home(places.resolve(home)).deploy());
        if (schema) {
            var types = check.types(folder);
            types.leftOut().forEach(around.err()::println);
            around.out().println(DeskSchema.of(types.all()));
            return 0;
        }
        if (file == null) {
            throw CommandFailure.usage("CONFIG.yaml is missing; see \"dkvm check --help\"");
        }
        var desk = file;
        DeskFile.requireReadable(desk);
        var outcome = check.check(desk, strict, false, folder);
        outcome.leftOut().forEach(around.err()::println);
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
