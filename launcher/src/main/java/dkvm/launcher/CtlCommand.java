// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.control.ControlClient;
import dkvm.launcher.control.KernelFile;
import dkvm.launcher.control.KernelStoppedException;
import dkvm.launcher.place.HomePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dkvm ctl}. */
@Command(name = "ctl", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Gives a command to a running kernel: devices, pipelines, link, unlink, buffers, types, logs, log-level, events, shutdown.",
        "What follows the command is its own, such as --json."})
final class CtlCommand implements Callable<Integer> {
    private static final int DEFAULT_WIDTH = 80;

    private final Surroundings around;
    private final HomePath places;

    @Option(names = "--home", paramLabel = "DIR", description = "the kernel's home")
    private @Nullable Path home;

    @Parameters(arity = "0..*", paramLabel = "COMMAND ARG", description = "taken literally")
    private List<String> arguments = List.of();

    CtlCommand(Surroundings around, HomePath places) {
        this.around = around;
        this.places = places;
    }

    @Override
    public Integer call() {
        if (arguments.isEmpty()) {
            throw CommandFailure.usage("ctl needs a command; try \"dkvm ctl devices\"");
        }
        if (arguments.stream().anyMatch(word -> word.equals("--home") || word.startsWith("--home="))) {
            // No command of the shell knows it; the kernel of another home would answer.
            throw CommandFailure.usage("--home stands before the command; write \"dkvm ctl --home DIR "
                    + arguments.getFirst() + "\"");
        }
        var path = places.resolve(home);
        var kernel = KernelFile.read(path).orElseThrow(() -> nobody(path));
        boolean color = around.terminal().out() && around.environment().getOrDefault("NO_COLOR", "").isEmpty();
        try {
            return new ControlClient(around.out(), around.err()).run(kernel.socket(), arguments, width(), color);
        } catch (KernelStoppedException _) {
            throw CommandFailure.failed(
                    "the kernel on " + path + " stopped before it had answered all; its log may say why");
        } catch (IOException _) {
            throw nobody(path);
        }
    }

    /** As wide as the terminal, which {@code bin/dkvm} asks. */
    private int width() {
        var columns = around.environment().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    private CommandFailure nobody(Path path) {
        var option = home == null ? "" : " --home " + path;
        return CommandFailure
                .noKernel("no kernel runs on " + path + "; start one with \"dkvm run" + option + " CONFIG.yaml\"");
    }
}
