// SPDX-License-Identifier: Apache-2.0
package dkvm.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An actor that may go to sleep, and the one that wakes it. It sleeps too long: it is interrupted, and that is told. */
public final class Sleeper {

    /** What may sleep. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws InterruptedException if it was not woken
         */
        void run() throws InterruptedException;
    }

    private volatile @Nullable Thread thread;
    private volatile boolean done;

    /** One who has not begun. */
    public Sleeper() {}

    /**
     * Does what may sleep.
     *
     * @param work what
     */
    public void run(Work work) {
        thread = Thread.currentThread();
        try {
            work.run();
            done = true;
        } catch (InterruptedException e) {
            // Not done; and the next test begins without the interrupt.
        }
    }

    /** What it waits for has happened: it wakes up, or is made to. */
    public void awaitEnd() {
        if (!Patience.await(() -> done)) {
            Objects.requireNonNull(thread).interrupt();
        }
    }

    /**
     * Whether it woke up.
     *
     * @return false if it had to be interrupted
     */
    public boolean done() {
        return done;
    }
}
