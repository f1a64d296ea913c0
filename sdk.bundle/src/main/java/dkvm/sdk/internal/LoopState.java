// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.v1.Loop;
import java.util.concurrent.atomic.AtomicLong;

/** What the author's code is doing, told to the kernel with each Pong. Any thread. */
final class LoopState {
    private final AtomicLong ticks = new AtomicLong();
    private volatile Loop state = Loop.WAITING_INPUT;

    void tick() {
        ticks.getAndIncrement();
    }

    void enter(Loop next) {
        state = next;
    }

    Loop state() {
        return state;
    }

    long ticks() {
        return ticks.get();
    }
}
