// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.io.Closeable;
import java.io.IOException;

/** Ends this very process. */
final class ProcessExit implements Exit {
    /** How long shutdown hooks of the author's may take. */
    private static final long HOOKS_MS = 500;

    private final LogStream printed;
    private final Closeable stdin;

    /**
     * The end of this process.
     *
     * @param printed what was printed to it and is not yet logged, is
     * @param stdin is closed first, so that no thread waits in it: the JVM gives such a thread 300 ms to come back
     */
    ProcessExit(LogStream printed, Closeable stdin) {
        this.printed = printed;
        this.stdin = stdin;
    }

    @Override
    public Ended now(int status) {
        within(HOOKS_MS, status);
        printed.endLine();
        try {
            stdin.close();
        } catch (IOException e) {
            // Then it takes 300 ms more.
        }
        System.exit(status);
        return new Ended(status);
    }

    @Override
    public void within(long millis, int status) {
        Thread.ofPlatform().daemon().name("dkvm-exit").start(() -> {
            sleep(millis);
            Runtime.getRuntime().halt(status);
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // Then it ends at once.
        }
    }
}
