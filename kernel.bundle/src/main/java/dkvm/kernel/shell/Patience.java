// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting on behalf of a client, who hears every second that somebody is there. */
final class Patience {
    private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Patience() {}

    /**
     * Waits for a result.
     *
     * @throws TimeoutException if it is not there in time
     * @throws CommandFailedException if it fails
     */
    static <T> T await(Future<T> result, Duration limit, Answer answer)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                return result.get(Math.clamp(left, 0, SIGN_OF_LIFE_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left <= SIGN_OF_LIFE_NANOS) {
                    throw e;
                }
                answer.out("");
            } catch (ExecutionException e) {
                throw new CommandFailedException(String.valueOf(result.exceptionNow().getMessage()));
            }
        }
    }
}
