// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The process that started this one: the kernel, or a program that the kernel runs devices with. Any thread may ask. */
final class Parent {
    /** A process that is killed closes its files a moment before its children lose it. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final OptionalLong first = pid();

    /** Whether it is gone, or goes within 100 ms; not if that cannot be known. */
    boolean isGone() {
        long end = System.nanoTime() + MOMENT_NANOS;
        boolean gone = isOther();
        while (!gone && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            gone = isOther();
        }
        return gone;
    }

    private boolean isOther() {
        return first.isPresent() && !first.equals(pid());
    }

    private static OptionalLong pid() {
        return ProcessHandle.current().parent().stream().mapToLong(ProcessHandle::pid).findFirst();
    }
}
