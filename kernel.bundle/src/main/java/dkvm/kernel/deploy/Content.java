// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.nio.file.Path;
import java.time.Duration;

/** What is known of the content of a file in the watched folder. */
sealed interface Content {
    /** So long a jar that is not whole may stay as it is. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** It has changed since the last look, or has come or gone: another look will tell. */
    record Unstable() implements Content {}

    /**
     * It is no whole zip file, perhaps not yet.
     *
     * @param sinceNanos since when it did not change, in the clock's nanoseconds
     * @param words what is wrong; what to do
     */
    record Incomplete(long sinceNanos, String words) implements Content {

        /** Whether it has been left alone so long that nobody seems to be writing it. */
        boolean isOverdue(long nowNanos) {
            return nowNanos - sinceNanos >= PATIENCE.toNanos();
        }
    }

    /**
     * It has a zip directory and was copied to the jar store in one state.
     *
     * @param hash the SHA-256 of the content, in hexadecimal digits
     * @param stored the copy
     */
    record Whole(String hash, Path stored) implements Content {}

    /**
     * It cannot be read or stored now; this is tried again.
     *
     * @param words what is wrong; what to do
     */
    record Unreadable(String words) implements Content {}
}
