// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What a prompt is at, and what an interrupt means there. The thread that makes it goes on from one to the next; any thread
 * may interrupt and end it.
 */
final class Stage {

    /** Things to be at. */
    enum At {
        /** Nothing that takes long. */
        BETWEEN,
        /** A line is being read. */
        READING,
        /** The kernel is at a command. */
        RUNNING,
        /** A new connection is being made. */
        RECONNECTING,
        /** Nothing any more. */
        OVER
    }

    private final Thread thread = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private At at = At.BETWEEN;

    /** Goes on; false if it is over. */
    boolean enter(At next) {
        lock.lock();
        try {
            if (at == At.OVER) {
                return false;
            }
            // An interrupt that came too late for what it was meant for is not one for what follows.
            Thread.interrupted();
            at = next;
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isReading() {
        lock.lock();
        try {
            return at == At.READING;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the reading of a line, and nothing else. */
    void interruptReading() {
        lock.lock();
        try {
            if (at == At.READING) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts whatever it is at.
     *
     * @param cancel ends the command at work; must not wait
     * @return false if it is over
     */
    boolean interrupt(Runnable cancel) {
        lock.lock();
        try {
            switch (at) {
                case READING, RECONNECTING -> thread.interrupt();
                case RUNNING -> cancel.run();
                case BETWEEN, OVER -> {
                    // There is nothing to interrupt.
                }
            }
            return at != At.OVER;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; who waits for the kernel's answer is to be told by its connection. */
    void end() {
        lock.lock();
        try {
            if (at == At.READING || at == At.RECONNECTING) {
                thread.interrupt();
            }
            at = At.OVER;
        } finally {
            lock.unlock();
        }
    }
}
