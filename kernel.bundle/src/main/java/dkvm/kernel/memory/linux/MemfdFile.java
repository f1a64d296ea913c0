// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import dkvm.kernel.memory.PoolFile;
import java.io.IOException;
import java.util.function.IntSupplier;

/** A memory file, open in this process. */
final class MemfdFile implements PoolFile {
    private static final int F_SEAL_SEAL = 1;
    private static final int F_SEAL_SHRINK = 2;
    private static final int F_SEAL_GROW = 4;
    private static final int F_SEAL_FUTURE_WRITE = 16;
    static final int SIZE_SEALS = F_SEAL_SHRINK | F_SEAL_GROW;
    static final int LAST_SEALS = F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;
    private static final int OWNER_READS = 0400;

    private final SystemCalls calls;
    private final int fd;
    private final String path;
    private final long inode;
    private final long bytes;
    private boolean closed;

    MemfdFile(SystemCalls calls, int fd, String path, long inode, long bytes) {
        this.calls = calls;
        this.fd = fd;
        this.path = path;
        this.inode = inode;
        this.bytes = bytes;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long inode() {
        return inode;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void seal() throws IOException {
        if (closed) {
            throw new IOException("the pool's file is closed");
        }
        done("fchmod", () -> calls.fchmod(fd, OWNER_READS));
        done("F_ADD_SEALS", () -> calls.addSeals(fd, LAST_SEALS));
        int seals = done("F_GET_SEALS", () -> calls.seals(fd));
        if ((seals & (SIZE_SEALS | LAST_SEALS)) != (SIZE_SEALS | LAST_SEALS)) {
            throw new IOException("the pool has only the seals 0x" + Integer.toHexString(seals) + "; "
                    + "memory: {storage: file} does without them");
        }
    }

    private static int done(String what, IntSupplier call) throws IOException {
        int answer = SystemCalls.repeat(call);
        if (answer < 0) {
            throw new IOException("the pool cannot be sealed: " + what + ": " + Errno.words(answer)
                    + "; Linux 5.1 or newer can, and memory: {storage: file} does without it");
        }
        return answer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.close(fd);
        }
    }
}
