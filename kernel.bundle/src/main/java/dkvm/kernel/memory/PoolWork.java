// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** What takes too long to be done with the memory's lock held, and whom others must not be called with it. Never blocks. */
interface PoolWork {
    /** Has a pool made for an output that lacks slots. */
    void make(OutputPools output);

    /** Has a pool made for one buffer. */
    void make(OutputPools output, BufferAsk ask);

    /** Closes a file. */
    void close(PoolFile file);

    /** Tells somebody who waits. */
    <T> void answer(CompletableFuture<T> waiting, T result);

    /** Ends an ask that was not served, when its time is up. */
    Future<?> expire(OutputPools output, BufferAsk ask, long nanos);
}
