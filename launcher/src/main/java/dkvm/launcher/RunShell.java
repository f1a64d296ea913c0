// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.control.Printer;
import dkvm.launcher.place.HomePath;
import dkvm.launcher.prompt.Foreground;
import dkvm.launcher.prompt.LogLines;
import dkvm.launcher.prompt.Prompt;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The prompt of {@code dkvm run}, on a thread of its own beside the kernel. */
final class RunShell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("kernel.shell");
    /** A terminal that was stopped does not hold up the end. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String GREETING = "\"help\" lists the commands. Ctrl-D leaves this shell, and the kernel runs on.";
    private static final String WARNING = "Ctrl-C again within 2 s stops the kernel; Ctrl-D leaves it running";

    private final Surroundings around;
    private final Path home;
    private final LogLines log;
    private volatile Optional<Prompt> prompt = Optional.empty();
    private volatile boolean over;
    private volatile Optional<Thread> thread = Optional.empty();

    RunShell(Surroundings around, Path home, LogLines log) {
        this.around = around;
        this.home = home;
        this.log = log;
    }

    /**
     * Opens it, where there is a terminal to open it on.
     *
     * @param socket the kernel's control socket
     * @param stop asks the kernel to stop
     */
    void open(Path socket, Runnable stop) {
        if (around.terminal().in() && around.terminal().out() && Foreground.isOurs()) {
            thread = Optional.of(
                    Thread.ofPlatform().daemon().name("dkvm-prompt").start(() -> serve(socket, stop)));
        }
    }

    private void serve(Path socket, Runnable stop) {
        try (var opened = new Prompt(socket, home, around.environment(), new Printer(ownStream(), ownStream()),
                logsHere() ? log : new LogLines(around.err()), WARNING)) {
            prompt = Optional.of(opened);
            if (over) {
                return;
            }
            SuspendedProcess.install(opened);
            switch (opened.run(GREETING)) {
                case INTERRUPTED -> stop.run();
                case LEFT -> sayGoodBye();
                case SHUT_DOWN, KERNEL_GONE, KERNEL_LOST -> {
                    // The log says why.
                }
            }
        } catch (IOException e) {
            LOG.warn("no prompt on this terminal; \"dkvm ctl\" speaks to the kernel: {}", e.getMessage());
        } finally {
            prompt = Optional.empty();
            SuspendedProcess.leave();
        }
    }

    /** So that a command whose output a stopped terminal does not take holds up no other that prints. */
    private static PrintStream ownStream() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    /** In the background the terminal is somebody else's. */
    private void sayGoodBye() {
        if (!over && Foreground.isOurs()) {
            boolean usual = home.equals(new HomePath(around.environment()).resolve(null));
            around.out().println("The kernel runs on; \"" + around.command() + " ctl" + (usual ? "" : " --home " + home)
                    + "\" opens a shell again, Ctrl-C stops it.");
        }
    }

    /** Whether stderr is the same terminal. */
    private boolean logsHere() {
        try {
            return around.terminal().err()
                    && Files.isSameFile(Path.of("/proc/self/fd/1"), Path.of("/proc/self/fd/2"));
        } catch (IOException _) {
            return false;
        }
    }

    /** Ctrl-C; false if there is no prompt. */
    boolean interrupt() {
        return prompt.map(Prompt::interrupt).orElse(false);
    }

    /** Gives the terminal back. */
    @Override
    public void close() {
        over = true;
        try {
            prompt.ifPresent(Prompt::end);
            if (thread.isPresent()) {
                thread.get().join(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
