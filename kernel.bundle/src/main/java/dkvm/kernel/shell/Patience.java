// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting on behalf of a client. */
final class Patience {
    private Patience() {}

    /**
     * Waits for a result.
     *
     * @throws TimeoutException if it is not there in time
     * @throws CommandFailedException if it fails
     */
    static <T> T await(Future<T> result, Duration limit) throws InterruptedException, TimeoutException {
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CommandFailedException(String.valueOf(result.exceptionNow().getMessage()));
        }
    }
}
