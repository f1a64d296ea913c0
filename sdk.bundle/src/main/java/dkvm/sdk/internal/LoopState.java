// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.v1.Loop;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the author's code is doing, told to the kernel with each Pong. Any thread. */
final class LoopState {
    private final AtomicLong ticks = new AtomicLong();
    private volatile Loop state = Loop.WAITING_INPUT;
    /** The thread whose work this is about, once it is known. */
    private volatile @Nullable Thread main;

    void tick() {
        ticks.getAndIncrement();
    }

    void enter(Loop next) {
        state = next;
    }

    /** The calling thread is the one whose work this is about. */
    void ofThisThread() {
        main = Thread.currentThread();
    }

    /** The calling thread waits for something; answers what {@link #leave} is to be given. */
    Loop enterWait() {
        var before = state;
        if (Thread.currentThread().equals(main)) {
            state = Loop.WAITING_INPUT;
        }
        return before;
    }

    /** The calling thread waits no longer. */
    void leave(Loop before) {
        if (Thread.currentThread().equals(main)) {
            tick();
            state = before;
        }
    }

    Loop state() {
        return state;
    }

    long ticks() {
        return ticks.get();
    }
}
