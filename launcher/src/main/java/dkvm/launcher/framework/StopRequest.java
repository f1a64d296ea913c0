// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel to stop, once, and ends the process by force when that takes too long. Any thread may ask. */
public final class StopRequest {
    /** An orderly stop takes 5 s at most; then there is something wrong. */
    public static final Duration LIMIT = Duration.ofMillis(5500);

    private static final Logger LOG = LoggerFactory.getLogger("kernel.run");

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Supplier<Optional<Runnable>> shutdown;
    private final CompletableFuture<Integer> exit;
    private final int codeBeforeKernel;
    private final Duration limit;
    private final IntConsumer halt;

    /**
     * For one run.
     *
     * @param shutdown finds the kernel's orderly stop; empty: there is no kernel yet
     * @param exit completed by the kernel, or here where there is none
     * @param codeBeforeKernel the exit code where there is no kernel yet
     * @param limit from the first request to the end by force
     * @param halt ends the process at once with an exit code
     */
    public StopRequest(Supplier<Optional<Runnable>> shutdown, CompletableFuture<Integer> exit, int codeBeforeKernel,
            Duration limit, IntConsumer halt) {
        this.shutdown = shutdown;
        this.exit = exit;
        this.codeBeforeKernel = codeBeforeKernel;
        this.limit = limit;
        this.halt = halt;
    }

    /**
     * Asks. Returns when the kernel knows; the end comes later.
     *
     * @return false if it was asked before
     */
    public boolean ask() {
        if (!asked.compareAndSet(false, true)) {
            return false;
        }
        Thread.ofPlatform().daemon().name("dkvm-stop-limit").start(this::force);
        try {
            shutdown.get().ifPresentOrElse(Runnable::run, () -> exit.complete(codeBeforeKernel));
        } catch (RuntimeException e) {
            LOG.error("the kernel cannot stop in order", e);
            exit.complete(1);
        }
        return true;
    }

    private void force() {
        try {
            Thread.sleep(limit);
            LOG.error("not stopped within {} ms; ended by force", limit.toMillis());
            halt.accept(exit.getNow(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
