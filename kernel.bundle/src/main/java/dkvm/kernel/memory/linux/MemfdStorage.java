// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import dkvm.kernel.memory.PoolFile;
import dkvm.kernel.memory.PoolRefusedException;
import dkvm.kernel.memory.PoolStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Pools as memory files without a name (memfd_create(2)): no other process can change their size, nor, once they are
 * sealed, map them to write.
 */
public final class MemfdStorage implements PoolStorage {
    static final int MFD_CLOEXEC = 1;
    static final int MFD_ALLOW_SEALING = 2;
    /** Since Linux 6.3; before, it is an invalid argument. */
    static final int MFD_NOEXEC_SEAL = 8;
    private static final String INSTEAD = "memory: {storage: file} does without it";

    private final Optional<SystemCalls> calls;

    /** The storage of this machine, if it is Linux. */
    public MemfdStorage() {
        this(LinuxCalls.here());
    }

    MemfdStorage(Optional<SystemCalls> calls) {
        this.calls = calls;
    }

    @Override
    public PoolFile create(long bytes) throws PoolRefusedException {
        var system = Storage.calls(calls);
        long size = Storage.pages(system, bytes);
        int fd = done(size, "memfd_create", () -> memfd(system), INSTEAD);
        try {
            done(size, "ftruncate", () -> system.ftruncate(fd, size), INSTEAD);
            done(size, "posix_fallocate", () -> system.posixFallocate(fd, size),
                    "free memory, or use smaller or fewer streams");
            done(size, "sealing its size", () -> system.addSeals(fd, MemfdFile.SIZE_SEALS), INSTEAD);
            var path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
            return new MemfdFile(system, fd, path, inode(path), size);
        } catch (IOException e) {
            system.close(fd);
            throw Storage.refused(size, "its inode cannot be read: " + e + "; is /proc mounted? " + INSTEAD);
        } catch (PoolRefusedException | RuntimeException | Error e) {
            system.close(fd);
            throw e;
        }
    }

    private static int memfd(SystemCalls system) {
        int fd = system.memfdCreate("dkvm-pool", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
        return fd == -Errno.EINVAL ? system.memfdCreate("dkvm-pool", MFD_CLOEXEC | MFD_ALLOW_SEALING) : fd;
    }

    private static long inode(String path) throws IOException {
        return (long) Files.getAttribute(Path.of(path), "unix:ino");
    }

    private static int done(long size, String what, IntSupplier call, String instead) throws PoolRefusedException {
        int answer = SystemCalls.repeat(call);
        if (answer < 0) {
            throw Storage.refused(size, what + ": " + Errno.words(answer) + "; " + instead);
        }
        return answer;
    }
}
