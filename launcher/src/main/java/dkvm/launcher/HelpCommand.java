// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dkvm help}. */
@Command(name = "help", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Says what a command does.")
final class HelpCommand implements Runnable {
    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "one of them; without: all")
    private @Nullable String command;

    HelpCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        var top = Objects.requireNonNull(spec).root().commandLine();
        if (command == null) {
            top.usage(out, top.getColorScheme());
            return;
        }
        var found = top.getSubcommands().get(command);
        if (found == null) {
            throw CommandFailure.usage("there is no command \"" + command + "\"; see \"dkvm help\"");
        }
        found.usage(out, top.getColorScheme());
    }
}
