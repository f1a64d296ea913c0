// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** Ends this very process. */
final class ProcessExit implements Exit {
    /** How long shutdown hooks of the author's may take. */
    private static final long HOOKS_MS = 500;

    private final LogStream printed;

    ProcessExit(LogStream printed) {
        this.printed = printed;
    }

    @Override
    public Ended now(int status) {
        within(HOOKS_MS, status);
        printed.endLine();
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
