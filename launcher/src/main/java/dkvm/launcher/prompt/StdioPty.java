// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Screen;
import dkvm.launcher.prompt.linux.TerminalMode;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and output to JLine. It knows two modes only, which {@link PromptTerminal} asks for by name: JLine's own
 * attributes have no place for a terminal's speed and would set it to 0, which hangs a serial line up.
 */
final class StdioPty implements Pty {
    private final TerminalMode mode;

    StdioPty(TerminalMode mode) {
        this.mode = mode;
    }

    @Override
    public InputStream getSlaveInput() {
        return new FileInputStream(FileDescriptor.in);
    }

    @Override
    public OutputStream getSlaveOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    @Override
    public InputStream getMasterInput() {
        throw new UnsupportedOperationException("the other end is not ours");
    }

    @Override
    public OutputStream getMasterOutput() {
        throw new UnsupportedOperationException("the other end is not ours");
    }

    @Override
    public Attributes getAttr() {
        return new Attributes();
    }

    @Override
    public void setAttr(Attributes attributes) {
        mode.restore();
    }

    /** A terminal that says no size, as some that programs make, has the usual one. */
    @Override
    public Size getSize() {
        var size = mode.size();
        return size[0] > 0 && size[1] > 0
                ? new Size(size[1], size[0])
                : new Size(Screen.USUAL_WIDTH, Screen.USUAL_HEIGHT);
    }

    @Override
    public void setSize(Size size) {
        throw new UnsupportedOperationException("the window is its user's");
    }

    @Override
    public SystemStream getSystemStream() {
        return SystemStream.Output;
    }

    @Override
    public @Nullable TerminalProvider getProvider() {
        return null;
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
