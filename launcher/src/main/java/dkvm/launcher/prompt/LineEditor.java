// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Completion;
import dkvm.launcher.control.Screen;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/**
 * The line editor on this process's terminal. Signals are caught elsewhere, and told to it. The terminal is as it was
 * found whenever no line is being read.
 */
final class LineEditor implements AutoCloseable {
    /** Lines of the history that are kept. */
    private static final int HISTORY = 1000;
    /** JLine's complaints, such as of a history that cannot be read, would stand in the middle of the line. */
    private static final Logger COMPLAINTS = Logger.getLogger("org.jline");

    private final Terminal terminal;
    private final LineReader reader;
    private final boolean color;

    /** What was read. */
    sealed interface Input {
        /** A line. */
        record Line(String text) implements Input {}

        /** Ctrl-C, with this on the line. */
        record Interrupt(String rest) implements Input {}

        /** Ctrl-D, or there is no terminal any more. */
        record End() implements Input {}
    }

    private LineEditor(Terminal terminal, boolean color, Path home, BiFunction<String, Integer, Completion> kernel) {
        this.terminal = terminal;
        this.color = color;
        var words = new KernelWords(kernel);
        var builder = LineReaderBuilder.builder().appName("dkvm").terminal(terminal).parser(words).completer(words)
                // A "!" is the kernel's to understand.
                .option(Option.DISABLE_EVENT_EXPANSION, true).option(Option.HISTORY_TIMESTAMPED, false)
                .option(Option.AUTO_FRESH_LINE, false).variable(LineReader.HISTORY_SIZE, HISTORY)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY);
        HistoryFile.in(home).ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        if (!color) {
            for (var part : new String[]{LineReader.COMPLETION_STYLE_STARTING, LineReader.COMPLETION_STYLE_DESCRIPTION,
                    LineReader.COMPLETION_STYLE_GROUP}) {
                builder.variable(part, "");
            }
        }
        reader = builder.build();
    }

    /**
     * Takes the terminal.
     *
     * @param environment variables
     * @param home has the history
     * @param kernel says how a line may go on
     * @throws IOException if it cannot be used
     */
    static LineEditor open(Map<String, String> environment, Path home,
            BiFunction<String, Integer, Completion> kernel) throws IOException {
        COMPLAINTS.setLevel(Level.OFF);
        try {
            var terminal = PromptTerminal.open(environment);
            boolean color = environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !"dumb".equals(environment.get("TERM"));
            return new LineEditor(terminal, color, home, kernel);
        } catch (RuntimeException | Error e) {
            throw new IOException("the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    /** Reads a line. Interrupting the thread interrupts that. */
    Input read(String prompt) {
        try {
            return new Input.Line(reader.readLine(prompt));
        } catch (UserInterruptException e) {
            return new Input.Interrupt(e.getPartialLine());
        } catch (EndOfFileException | IOError _) {
            return new Input.End();
        }
    }

    /** Prints a line, above the one that is being read. */
    void print(String line) {
        reader.printAbove(line);
    }

    /** What commands print on. */
    Screen screen() {
        var size = terminal.getSize();
        return new Screen(size.getColumns(), size.getRows(), color, true);
    }

    /** The window has another size. */
    void resized() {
        terminal.raise(Signal.WINCH);
    }

    /** Gives the terminal back for a while. */
    void pause() {
        terminal.setAttributes(new Attributes());
        terminal.writer().println();
        terminal.flush();
    }

    /** Takes it again, and shows the line again. */
    void resume() {
        terminal.raise(Signal.CONT);
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
