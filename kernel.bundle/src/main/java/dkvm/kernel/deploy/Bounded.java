// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.device.Foreign;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has others' code run for so long, and makes a refusal of whatever goes wrong. */
final class Bounded {
    private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);

    private Bounded() {}

    /**
     * What comes of it.
     *
     * @throws RefusedException if it throws, or takes longer; then its thread is left alone
     */
    static <T> T call(String what, Duration limit, Callable<T> work) throws RefusedException {
        try {
            return Foreign.call("dkvm-deploy: " + what, limit, work);
        } catch (TimeoutException e) {
            throw new RefusedException(what + " takes longer than " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the kernel stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            LOG.debug("{} failed", what, e.getCause());
            throw new RefusedException(what + " fails: " + Cause.of(e.getCause()));
        }
    }
}
