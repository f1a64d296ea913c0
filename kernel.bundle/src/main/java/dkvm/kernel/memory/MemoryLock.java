// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lock of all that the memory knows. Who holds it takes no other, waits for nothing and calls nobody. */
final class MemoryLock {
    private final ReentrantLock lock = new ReentrantLock();

    <T extends @Nullable Object> T hold(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
