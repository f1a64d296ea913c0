// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.Optional;

/** The calls as the C library makes them. They are made a few times a pool, so nothing here is tuned. */
final class LinuxCalls implements SystemCalls {
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    /** Behind these arguments others may come or not, which some machines pass in another way. */
    private static final int VARIADIC_FROM = 2;

    private static final String ERRNO = "errno";
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle STATE_ERRNO = STATE.varHandle(PathElement.groupElement(ERRNO));

    private final MethodHandle memfdCreate = find("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle open = find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(VARIADIC_FROM));
    private final MethodHandle ftruncate = find("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private final MethodHandle posixFallocate = find("posix_fallocate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle fchmod = find("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle fcntl = find("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(VARIADIC_FROM));
    private final MethodHandle close = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MethodHandle geteuid = find("geteuid", FunctionDescriptor.of(JAVA_INT));
    private final MethodHandle getpagesize = find("getpagesize", FunctionDescriptor.of(JAVA_INT));

    private LinuxCalls() {}

    /** The calls, where there are any. */
    static Optional<SystemCalls> here() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux")
                ? Optional.of(new LinuxCalls())
                : Optional.empty();
    }

    @Override
    public int memfdCreate(String name, int flags) {
        try (var arena = Arena.ofConfined()) {
            return call(memfdCreate, arena.allocateFrom(name), flags);
        }
    }

    @Override
    public int open(String path, int flags, int mode) {
        try (var arena = Arena.ofConfined()) {
            return call(open, arena.allocateFrom(path), flags, mode);
        }
    }

    @Override
    public int ftruncate(int fd, long bytes) {
        return call(ftruncate, fd, bytes);
    }

    /** This one answers its errno by itself. */
    @Override
    public int posixFallocate(int fd, long bytes) {
        return -call(posixFallocate, fd, 0L, bytes);
    }

    @Override
    public int fchmod(int fd, int mode) {
        return call(fchmod, fd, mode);
    }

    @Override
    public int addSeals(int fd, int seals) {
        return call(fcntl, fd, F_ADD_SEALS, seals);
    }

    @Override
    public int seals(int fd) {
        return call(fcntl, fd, F_GET_SEALS, 0);
    }

    @Override
    public int close(int fd) {
        return call(close, fd);
    }

    @Override
    public int user() {
        return call(geteuid);
    }

    @Override
    public int pageSize() {
        return call(getpagesize);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle find(String name, FunctionDescriptor shape, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = Linker.Option.captureCallState(ERRNO);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, all);
    }

    private static int call(MethodHandle handle, Object... arguments) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            var all = new Object[arguments.length + 1];
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            all[0] = state;
            int result = (int) handle.invokeWithArguments(all);
            return result == -1 ? -(int) STATE_ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call of the C library threw", e);
        }
    }
}
