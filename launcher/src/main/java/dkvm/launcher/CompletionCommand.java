// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dkvm completion}. */
@Command(name = "completion", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Prints what completes this command in a shell.", "bash: source <(dkvm completion bash)",
        "zsh: source <(dkvm completion zsh)"})
final class CompletionCommand implements Runnable {
    /** One script does for both: in zsh it begins with what makes that run bash's functions. */
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final PrintStream out;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash or zsh")
    private String shell = "";

    /** For picocli. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Shells() {
            super(SHELLS);
        }
    }

    CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (!SHELLS.contains(shell)) {
            throw CommandFailure
                    .usage("there is no completion for \"" + shell + "\"; there is " + String.join(", ", SHELLS));
        }
        out.print(AutoComplete.bash("dkvm", Objects.requireNonNull(spec).root().commandLine()));
    }
}
