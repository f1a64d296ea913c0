// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dkvm.sdk.internal.memory.PoolFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory without a name, as a kernel makes it for a pool. */
@SuppressWarnings("restricted")
final class Memfd implements AutoCloseable {
    static final int SEAL_SEAL = 1;
    static final int SEAL_SHRINK = 2;
    static final int SEAL_GROW = 4;
    static final int SEAL_FUTURE_WRITE = 16;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;

    private static final MethodHandle CREATE = call("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle TRUNCATE = call("ftruncate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle FCNTL = call("fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

    private final int descriptor;
    private final long bytes;

    Memfd(long bytes) throws Throwable {
        this.bytes = bytes;
        try (var arena = Arena.ofConfined()) {
            descriptor = (int) CREATE.invokeExact(arena.allocateFrom("pool"), MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }
        if (descriptor < 0 || resize(bytes) != 0) {
            throw new IOException("no memfd");
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** 0: done. */
    int resize(long to) throws Throwable {
        return (int) TRUNCATE.invokeExact(descriptor, to);
    }

    void seal(int seals) throws Throwable {
        if ((int) FCNTL.invokeExact(descriptor, F_ADD_SEALS, seals) != 0) {
            throw new IOException("cannot be sealed");
        }
    }

    /** By the path under which another process finds it. */
    PoolFile file(boolean writable) throws IOException {
        var path = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
        return new PoolFile(path.toString(), (Long) Files.getAttribute(path, "unix:ino"), bytes, writable);
    }

    @Override
    public void close() {
        try {
            var _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
