// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.function.LongSupplier;

/**
 * What a device logs, over all its processes.
 *
 * @param tail the last of it
 * @param allowance how much of it comes into the kernel's log
 */
record Journal(LogTail tail, LogAllowance allowance) {

    /** An empty one, with a clock as {@link System#nanoTime()}. */
    static Journal begin(LongSupplier nanoTime) {
        return new Journal(new LogTail(), new LogAllowance(nanoTime));
    }
}
