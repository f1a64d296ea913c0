// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A producer asks for one buffer outside the grants. Guarded by the memory's lock. */
final class BufferAsk {
    final long bytes;
    /** Whether somebody still waits for the answer. */
    final BooleanSupplier awaited;
    final CompletableFuture<BufferGrant> result;
    /** A pool for it alone is being made, or is to be mapped. */
    boolean single;
    @Nullable
    Pool pool;
    /** Ends it when its time is up. */
    @Nullable
    Future<?> expiry;

    BufferAsk(long bytes, BooleanSupplier awaited, CompletableFuture<BufferGrant> result) {
        this.bytes = bytes;
        this.awaited = awaited;
        this.result = result;
    }
}
