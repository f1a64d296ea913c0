// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import java.util.function.IntSupplier;

/** The calls that storage needs of Linux. Each answers what the call does, or its errno as a negative number. */
interface SystemCalls {
    int memfdCreate(String name, int flags);

    int open(String path, int flags, int mode);

    int ftruncate(int fd, long bytes);

    int posixFallocate(int fd, long bytes);

    int fchmod(int fd, int mode);

    int addSeals(int fd, int seals);

    int seals(int fd);

    /** Closes it, also when it answers an error: never to be repeated. */
    int close(int fd);

    /** The effective user id. */
    int user();

    int pageSize();

    /** Repeats what a signal interrupts; not for ever, since a large allocation starts from the beginning each time. */
    static int repeat(IntSupplier call) {
        int result = call.getAsInt();
        for (int more = 100; result == -Errno.EINTR && more > 0; more--) {
            result = call.getAsInt();
        }
        return result;
    }
}
