// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How the terminal on standard input treats keys: as it was found, or each by itself as a line editor needs it. It is put
 * back to the bit, the speed of a serial line included.
 */
public final class TerminalMode {
    /** A struct termios: four flags, a byte, 32 control characters, two speeds. */
    private static final int BYTES = 60;
    private static final int INPUT_FLAGS = 0;
    private static final int LOCAL_FLAGS = 12;
    private static final int CONTROL = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    private static final int INLCR = 0x40;
    private static final int ICRNL = 0x100;
    private static final int IXON = 0x400;
    private static final int ICANON = 0x2;
    private static final int ECHO = 0x8;
    private static final int IEXTEN = 0x8000;
    private static final int TCSANOW = 0;
    private static final long TIOCGWINSZ = 0x5413;
    private static final int WINDOW_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle GET = link("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SET = link("tcsetattr",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle WINDOW = link("ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));

    private final byte[] found;

    private TerminalMode(byte[] found) {
        this.found = found;
    }

    /**
     * Remembers how the terminal is.
     *
     * @return its mode
     * @throws IOException if standard input is none
     */
    public static TerminalMode found() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var mode = arena.allocate(BYTES, Integer.BYTES);
            if ((int) GET.invokeExact(0, mode) != 0) {
                throw new IOException("standard input is no terminal");
            }
            return new TerminalMode(mode.toArray(JAVA_BYTE));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call throws nothing", e);
        }
    }

    /**
     * A key that the terminal acts upon.
     *
     * @param number which of them, such as 4 for the end of file
     * @return its character; 0: none
     */
    public int key(int number) {
        return Byte.toUnsignedInt(found[CONTROL + number]);
    }

    /** Each key comes by itself and nothing is shown; Ctrl-C and Ctrl-Z are signals as ever. */
    public void raw() {
        set(true);
    }

    /** As it was found. */
    public void restore() {
        set(false);
    }

    private void set(boolean raw) {
        try (var arena = Arena.ofConfined()) {
            var mode = arena.allocate(BYTES, Integer.BYTES).copyFrom(MemorySegment.ofArray(found));
            if (raw) {
                clear(mode, INPUT_FLAGS, INLCR | ICRNL | IXON);
                clear(mode, LOCAL_FLAGS, ICANON | ECHO | IEXTEN);
                mode.set(JAVA_BYTE, CONTROL + VMIN, (byte) 1);
                mode.set(JAVA_BYTE, CONTROL + VTIME, (byte) 0);
            }
            // A terminal that went away is in no mode any more.
            int _ = (int) SET.invokeExact(0, TCSANOW, mode);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call throws nothing", e);
        }
    }

    private static void clear(MemorySegment mode, int at, int flags) {
        mode.set(JAVA_INT, at, mode.get(JAVA_INT, at) & ~flags);
    }

    /**
     * The window's size.
     *
     * @return lines and columns; zeros where the terminal does not know
     */
    public int[] size() {
        try (var arena = Arena.ofConfined()) {
            var window = arena.allocate(WINDOW_BYTES, Short.BYTES);
            int _ = (int) WINDOW.invokeExact(0, TIOCGWINSZ, window);
            return new int[]{Short.toUnsignedInt(window.getAtIndex(JAVA_SHORT, 0)),
                    Short.toUnsignedInt(window.getAtIndex(JAVA_SHORT, 1))};
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call throws nothing", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor function, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, options);
    }
}
