// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.control.Printer;
import dkvm.launcher.framework.Signals;
import dkvm.launcher.prompt.LogLines;
import dkvm.launcher.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;

/** {@code dkvm ctl} without a command, on a terminal. */
final class CtlShell {
    private final Surroundings around;

    CtlShell(Surroundings around) {
        this.around = around;
    }

    /** Runs it to its end; the exit code. */
    int run(Path socket, Path home) throws IOException {
        try (var prompt = new Prompt(socket, home, around.environment(), new Printer(around.out(), around.err()),
                new LogLines(around.err()), "Ctrl-C again within 2 s leaves this shell")) {
            Signals.handle("INT", prompt::interrupt);
            SuspendedProcess.install(prompt);
            return switch (prompt.run("The kernel on " + home + "; \"help\" lists its commands, Ctrl-D leaves.")) {
                case LEFT, INTERRUPTED, SHUT_DOWN -> 0;
                case KERNEL_GONE -> throw CommandFailure.noKernel("the kernel on " + home + " has stopped; start it "
                        + "again with \"dkvm run\"");
                case KERNEL_LOST -> throw CommandFailure.failed("the kernel on " + home
                        + " stopped before it had answered all; its log may say why");
            };
        }
    }
}
