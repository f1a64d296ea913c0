// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.prompt.linux.TerminalMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.impl.PosixSysTerminal;

/**
 * This process's terminal. Unlike JLine's own it catches no signal of the process, which are the kernel's too, but is told
 * of them; and it leaves the terminal alone while that is another's, as after Ctrl-Z and {@code bg}.
 */
final class PromptTerminal extends PosixSysTerminal {
    /** The keys that a line editor takes from the terminal, and where Linux has them. */
    private static final Map<ControlChar, Integer> KEYS = Map.of(ControlChar.VERASE, 2, ControlChar.VKILL, 3,
            ControlChar.VEOF, 4, ControlChar.VWERASE, 14, ControlChar.VLNEXT, 15);

    private final TerminalMode mode;
    private final Attributes keys = new Attributes();

    private PromptTerminal(String type, TerminalMode mode) throws IOException {
        super("dkvm", type, new StdioPty(mode), StandardCharsets.UTF_8, false, SignalHandler.SIG_DFL);
        this.mode = mode;
        KEYS.forEach((key, number) -> keys.setControlChar(key, mode.key(number)));
    }

    /**
     * Opens it.
     *
     * @param environment variables, of which {@code TERM} says what kind of terminal it is
     */
    static PromptTerminal open(Map<String, String> environment) throws IOException {
        return new PromptTerminal(environment.getOrDefault("TERM", "dumb"), TerminalMode.found());
    }

    @Override
    public SignalHandler handle(Signal signal, SignalHandler handler) {
        return handlers.put(signal, handler);
    }

    @Override
    public Attributes enterRawMode() {
        if (Foreground.isOurs()) {
            mode.raw();
        }
        return keys;
    }

    /** JLine sets only those that it got from here: as the terminal was found. */
    @Override
    public void setAttributes(Attributes attributes) {
        if (Foreground.isOurs()) {
            mode.restore();
        }
    }

    @Override
    protected void doClose() throws IOException {
        if (Foreground.isOurs()) {
            super.doClose();
        }
    }
}
