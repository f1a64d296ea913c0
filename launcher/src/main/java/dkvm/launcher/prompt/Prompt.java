// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Leaving;
import dkvm.launcher.control.Printer;
import dkvm.launcher.control.Request;
import dkvm.launcher.prompt.KernelLink.Cancelling;
import dkvm.launcher.prompt.Stage.At;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and lets the kernel run them, until its user leaves or the kernel goes away. One thread runs it; signals
 * reach it on others.
 */
public final class Prompt implements AutoCloseable {
    private static final String PROMPT = "dkvm> ";

    /** How it ended. */
    public enum End {
        /** By Ctrl-D, {@code exit} or {@code quit}, with its terminal, or by Ctrl-C while the kernel took no client. */
        LEFT,
        /** By Ctrl-C, twice. */
        INTERRUPTED,
        /** By {@code shutdown}, which the kernel has heard. */
        SHUT_DOWN,
        /** The kernel stopped while nothing was asked of it. */
        KERNEL_GONE,
        /** The kernel stopped in the middle of an answer. */
        KERNEL_LOST
    }

    private final Printer printer;
    private final LogLines log;
    private final String warning;
    private final Stage stage = new Stage();
    private final TwicePressed presses = new TwicePressed();
    private final LineEditor editor;
    private final KernelLink kernel;

    /**
     * Opens it on this process's terminal. The thread that does so has to run it.
     *
     * @param socket the kernel's control socket
     * @param home the kernel's home
     * @param environment variables
     * @param printer where commands print: the terminal
     * @param log the log lines that come on the same terminal
     * @param warning what is said when Ctrl-C is pressed once on an empty line
     * @throws IOException if there is no kernel, or the terminal cannot be used
     */
    public Prompt(Path socket, Path home, Map<String, String> environment, Printer printer, LogLines log,
            String warning) throws IOException {
        this.printer = printer;
        this.log = log;
        this.warning = warning;
        kernel = new KernelLink(socket, stage::interruptReading);
        try {
            editor = LineEditor.open(environment, home, kernel::complete);
        } catch (IOException e) {
            kernel.close();
            throw e;
        }
        log.above(editor::print);
    }

    /**
     * Runs it.
     *
     * @param greeting said first
     * @return how it ended
     */
    public End run(String greeting) {
        editor.print(greeting);
        while (startsReading()) {
            var input = editor.read(PROMPT);
            if (!stage.enter(At.BETWEEN)) {
                return End.LEFT;
            }
            var end = switch (input) {
                case LineEditor.Input.Line(var text) -> line(text);
                case LineEditor.Input.Interrupt(var rest) -> interrupted(rest);
                case LineEditor.Input.End() -> End.LEFT;
            };
            if (end != null) {
                return end;
            }
        }
        return End.LEFT;
    }

    private boolean startsReading() {
        if (!stage.enter(At.READING)) {
            return false;
        }
        if (kernel.isGone()) {
            // Since before it could be heard.
            stage.interruptReading();
        }
        return true;
    }

    private @Nullable End interrupted(String rest) {
        if (kernel.isGone()) {
            return End.KERNEL_GONE;
        }
        if (!rest.isBlank()) {
            presses.forget();
            return null;
        }
        if (presses.press(System.nanoTime())) {
            return End.INTERRUPTED;
        }
        editor.print(warning);
        return null;
    }

    private @Nullable End line(String text) {
        presses.forget();
        if (Leaving.isMeant(text)) {
            return End.LEFT;
        }
        if (text.isBlank()) {
            return null;
        }
        log.hold();
        try {
            return stage.enter(At.RUNNING) ? command(text) : End.LEFT;
        } finally {
            // Who has watched the log has seen them.
            log.release(!text.strip().startsWith("logs"));
        }
    }

    private @Nullable End command(String text) {
        var code = answered(text);
        // From here on a Ctrl-C is not for this command any more.
        stage.enter(At.BETWEEN);
        var cancelling = kernel.settle();
        if (cancelling != Cancelling.NONE) {
            // The terminal itself has shown it, in the middle of a line.
            printer.out().println();
        }
        if (code.equals(OptionalInt.of(0)) && text.strip().equals("shutdown")) {
            return End.SHUT_DOWN;
        }
        if (cancelling == Cancelling.GIVEN_UP || (cancelling == Cancelling.ASKED && code.isEmpty())) {
            return reconnect();
        }
        return code.isPresent() ? null : End.KERNEL_LOST;
    }

    /** The command's exit code; empty if the kernel is gone, or was given up. */
    private OptionalInt answered(String text) {
        try {
            return OptionalInt.of(kernel.run(Request.line(text, editor.screen()), printer));
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }

    private @Nullable End reconnect() {
        if (!stage.enter(At.RECONNECTING)) {
            return End.LEFT;
        }
        try {
            kernel.renew();
            return null;
        } catch (ClosedByInterruptException _) {
            return End.LEFT;
        } catch (IOException _) {
            return End.KERNEL_LOST;
        } finally {
            stage.enter(At.BETWEEN);
        }
    }

    /**
     * Ctrl-C: clears the line, or ends the command at work; at the second time, however little the kernel does about it.
     *
     * @return false if the prompt is over
     */
    public boolean interrupt() {
        return stage.interrupt(kernel::cancel);
    }

    /** The window has another size. */
    public void resized() {
        editor.resized();
    }

    /**
     * Ctrl-Z.
     *
     * @param stop lets the system stop this process; returns when it goes on
     */
    public void suspend(Runnable stop) {
        boolean reading = stage.isReading();
        if (reading) {
            editor.pause();
        }
        stop.run();
        if (reading) {
            resume();
        }
    }

    /** The process goes on after it was stopped; in the background there is no line to show. */
    public void resume() {
        if (stage.isReading() && Foreground.isOurs()) {
            editor.resume();
        }
    }

    /** Ends it soon; any thread may. */
    public void end() {
        stage.end();
        kernel.close();
    }

    /** Gives the terminal back. */
    @Override
    public void close() throws IOException {
        end();
        log.direct();
        editor.close();
    }
}
