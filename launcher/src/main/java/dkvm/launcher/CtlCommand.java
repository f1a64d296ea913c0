// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.control.ControlClient;
import dkvm.launcher.control.ControlConnection;
import dkvm.launcher.control.KernelFile;
import dkvm.launcher.control.KernelStoppedException;
import dkvm.launcher.control.Request;
import dkvm.launcher.control.Screen;
import dkvm.launcher.control.SlowKernelException;
import dkvm.launcher.place.HomePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dkvm ctl}. */
@Command(name = "ctl", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Gives a command to a running kernel, or opens its prompt.",
        "Commands: devices, device, start, stop, restart, types, pipelines, link, unlink, tap, dot, top, logs, log-level, events, "
                + "buffers, bundles, install, uninstall, bundle-restart, config, shutdown, help.",
        "What follows the command is its own, such as --json.",
        "Without a command: a prompt; where there is no terminal, the lines of standard input, each a command, ending with the last one's exit code."})
final class CtlCommand implements Callable<Integer> {
    private final Surroundings around;
    private final HomePath places;

    @Option(names = "--home", paramLabel = "DIR", description = "the kernel's home")
    private @Nullable Path home;

    @Option(names = "-c", paramLabel = "TEXT", description = "the command as at the prompt, with pipes, quotes and variables")
    private @Nullable String text;

    @Parameters(arity = "0..*", paramLabel = "COMMAND ARG", completionCandidates = ShellWords.class, description = "taken literally")
    private List<String> arguments = List.of();

    CtlCommand(Surroundings around, HomePath places) {
        this.around = around;
        this.places = places;
    }

    @Override
    public Integer call() throws IOException {
        if (text != null && !arguments.isEmpty()) {
            throw CommandFailure.usage("-c takes the whole command as one word, and \"" + arguments.getFirst()
                    + "\" follows it; put quotes around all of it");
        }
        if (arguments.stream().anyMatch(word -> word.equals("--home") || word.startsWith("--home="))) {
            // No command of the shell knows it; the kernel of another home would answer.
            throw CommandFailure.usage("--home stands before the command; write \"dkvm ctl --home DIR "
                    + arguments.getFirst() + "\"");
        }
        var path = places.resolve(home);
        var kernel = KernelFile.read(path).orElseThrow(() -> nobody(path));
        if (text == null && arguments.isEmpty() && around.terminal().in() && around.terminal().out()) {
            requireThere(kernel, path);
            return new CtlShell(around).run(kernel.socket(), path);
        }
        try {
            return run(new ControlClient(kernel.socket(), around.out(), around.err()), around.screen());
        } catch (KernelStoppedException _) {
            throw CommandFailure.failed(
                    "the kernel on " + path + " stopped before it had answered all; its log may say why");
        } catch (SlowKernelException e) {
            throw CommandFailure.noKernel(
                    "the kernel on " + path + " does not answer: " + e.getMessage() + "; is it stopped, or stuck?");
        } catch (IOException _) {
            throw nobody(path);
        }
    }

    private int run(ControlClient client, Screen screen) throws IOException {
        if (text != null) {
            return client.run(Request.line(text, screen));
        }
        if (!arguments.isEmpty()) {
            return client.run(Request.command(arguments, screen));
        }
        return client.run(new BufferedReader(new InputStreamReader(around.in(), StandardCharsets.UTF_8)), screen);
    }

    /** A kernel that was killed leaves its file behind. */
    private void requireThere(KernelFile kernel, Path path) {
        try (var _ = ControlConnection.open(kernel.socket())) {
            return;
        } catch (IOException _) {
            throw nobody(path);
        }
    }

    private CommandFailure nobody(Path path) {
        var option = home == null ? "" : " --home " + path;
        return CommandFailure
                .noKernel("no kernel runs on " + path + "; start one with \"dkvm run" + option + " CONFIG.yaml\"");
    }
}
