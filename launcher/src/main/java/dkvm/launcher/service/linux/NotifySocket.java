// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service.linux;

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
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Datagrams to a Unix socket, which the JDK does not have. */
public final class NotifySocket {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ENOBUFS = 105;
    /** Of the path in a sockaddr_un, on every Linux. */
    private static final int PATH_BYTES = 108;
    private static final int TRIES = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Linked when it is first needed: most kernels are no service. */
    private static final class Calls {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO = STATE
                .varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));
        private static final MethodHandle SOCKET = link("socket",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        private static final MethodHandle SENDTO = link("sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS,
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
        private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        @SuppressWarnings("restricted")
        private static MethodHandle link(String name, FunctionDescriptor function) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function,
                    Linker.Option.captureCallState("errno"));
        }
    }

    private NotifySocket() {}

    /**
     * Sends a datagram. Waits 100 ms at most for a reader whose queue is full.
     *
     * @param name the socket: a path, or after {@code @} an abstract name
     * @param text what to send
     * @throws IOException if it cannot be sent
     */
    public static void send(String name, String text) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Calls.STATE);
            var address = address(name, arena);
            var bytes = arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
            int socket = (int) Calls.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (socket < 0) {
                throw failure(name, state);
            }
            try {
                send(socket, bytes, address, state, name);
            } finally {
                int _ = (int) Calls.CLOSE.invokeExact(state, socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call throws nothing", e);
        }
    }

    private static void send(int socket, MemorySegment bytes, MemorySegment address, MemorySegment state, String name)
            throws Throwable {
        for (int left = TRIES; left > 0; left--) {
            long sent = (long) Calls.SENDTO.invokeExact(state, socket, bytes, bytes.byteSize(),
                    MSG_NOSIGNAL | MSG_DONTWAIT, address, (int) address.byteSize());
            if (sent >= 0) {
                return;
            }
            int error = (int) Calls.ERRNO.get(state, 0L);
            if (error != EINTR && error != EAGAIN && error != ENOBUFS) {
                break;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw failure(name, state);
    }

    /** A sockaddr_un, as long as the name: an abstract one has no end of its own. */
    private static MemorySegment address(String name, Arena arena) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (!isAbstract && !name.startsWith("/")) {
            throw new IOException("NOTIFY_SOCKET=" + name + " is neither a path nor an abstract name");
        }
        if (path.length >= PATH_BYTES) {
            throw new IOException("NOTIFY_SOCKET=" + name + " is longer than a socket's name may be");
        }
        if (isAbstract) {
            path[0] = 0;
        }
        var address = arena.allocate(JAVA_SHORT.byteSize() + path.length + (isAbstract ? 0 : 1), Long.BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, JAVA_SHORT.byteSize(), path.length);
        return address;
    }

    private static IOException failure(String name, MemorySegment state) {
        int error = (int) Calls.ERRNO.get(state, 0L);
        return new IOException("NOTIFY_SOCKET=" + name + " takes nothing: error " + error);
    }
}
