// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what is to become true. */
final class Await {
    /** Longer than anything takes that works, on a busy machine too. */
    static final Duration LONG = Duration.ofSeconds(30);

    private static final long POLL_MS = 20;

    private Await() {}

    /** Something that may be true. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Something that may be there. */
    interface Finding<T> {
        Optional<T> look() throws Exception;
    }

    static void until(String what, Condition condition) {
        until(what, LONG, condition);
    }

    static void until(String what, Duration limit, Condition condition) {
        find(() -> what, limit, () -> condition.holds() ? Optional.of(true) : Optional.empty());
    }

    /** @param what is told when it does not come: what was awaited, and what there is instead */
    static <T> T find(Supplier<String> what, Duration limit, Finding<T> finding) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                var found = finding.look();
                if (found.isPresent()) {
                    return found.get();
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("not within " + limit.toMillis() + " ms: " + what.get());
                }
                Thread.sleep(POLL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for: " + what.get(), e);
        } catch (Exception e) {
            throw new AssertionError("while waiting for: " + what.get(), e);
        }
    }
}
