// SPDX-License-Identifier: Apache-2.0
package dkvm.bench;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings two actors together again and again. jcstress does so once in a row of states, which is enough for what takes
 * nanoseconds; actors that wait for a thread would not meet in most of them.
 */
public final class Rendezvous {
    private final AtomicInteger came = new AtomicInteger();

    /** Two who have not met. */
    public Rendezvous() {}

    /**
     * Waits for the other.
     *
     * @param time which of their meetings it is, from 1
     */
    public void meet(int time) {
        came.incrementAndGet();
        Patience.await(() -> came.get() >= 2 * time);
    }
}
