// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.framework.Signals;
import dkvm.launcher.prompt.Prompt;
import java.io.IOException;

/** Job control around a prompt: Ctrl-Z, {@code fg} and {@code bg} leave a terminal that can be used. */
final class SuspendedProcess {
    private SuspendedProcess() {}

    /** Catches the signals for a prompt that has just opened. */
    static void install(Prompt prompt) {
        // In the background, reading fails instead of stopping the process: the prompt is over then, the kernel is not.
        Signals.ignore("TTIN");
        Signals.ignore("TTOU");
        Signals.handle("WINCH", prompt::resized);
        Signals.handle("CONT", prompt::resume);
        suspendable(prompt);
    }

    /** Of a prompt that is over. */
    static void leave() {
        Signals.leave("TSTP");
        Signals.leave("CONT");
        Signals.leave("WINCH");
    }

    private static void suspendable(Prompt prompt) {
        Signals.handle("TSTP", () -> {
            prompt.suspend(SuspendedProcess::stop);
            suspendable(prompt);
        });
    }

    /** The system decides: it stops no process that nobody could let go on. */
    private static void stop() {
        Signals.leave("TSTP");
        try {
            new ProcessBuilder("kill", "-TSTP", Long.toString(ProcessHandle.current().pid())).inheritIO().start()
                    .waitFor();
        } catch (IOException _) {
            // Without such a command it runs on.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
