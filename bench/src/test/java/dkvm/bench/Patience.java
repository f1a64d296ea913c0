// SPDX-License-Identifier: Apache-2.0
package dkvm.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting of an actor for what another thread is to bring about; jcstress itself would wait for ever. */
public final class Patience {
    /** So often it looks before it lets others run: what comes soon is then seen at once. */
    private static final int SPINS = 1000;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

    private Patience() {}

    /**
     * Waits, but not for ever.
     *
     * @param condition what for
     * @return false if it does not come
     */
    @SuppressWarnings("ThreadPriorityCheck") // there may be three threads, and two processors
    public static boolean await(BooleanSupplier condition) {
        for (int i = 0; i < SPINS; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > NANOS) {
                return false;
            }
            Thread.yield();
        }
        return true;
    }
}
