// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import dkvm.kernel.config.PortMemory;
import dkvm.kernel.memory.PoolRefusedException;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import java.util.Optional;

/** What both kinds of storage share: sizes in pages, and refusals in words. */
final class Storage {
    private Storage() {}

    /** The calls of this system. */
    static SystemCalls calls(Optional<SystemCalls> calls) throws PoolRefusedException {
        return calls.orElseThrow(() -> new PoolRefusedException(Reason.NO_POOL,
                "display and audio need shared memory, which is made for Linux alone so far, and this is "
                        + System.getProperty("os.name") + "; run this device's kernel on Linux"));
    }

    /** A size in whole pages. */
    static long pages(SystemCalls calls, long bytes) throws PoolRefusedException {
        if (bytes < 1) {
            throw new IllegalArgumentException("a pool of " + bytes + " bytes");
        }
        long page = calls.pageSize();
        if (bytes > Long.MAX_VALUE - page) {
            throw refused(bytes, "no machine has as much; ask for less");
        }
        return (bytes + page - 1) / page * page;
    }

    static PoolRefusedException refused(long bytes, String words) {
        return new PoolRefusedException(Reason.NO_POOL, "no pool of " + PortMemory.about(bytes) + ": " + words);
    }
}
