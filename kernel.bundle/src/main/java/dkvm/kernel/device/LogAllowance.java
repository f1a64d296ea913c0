// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much a device may log: so many bytes at once, and so many a second. What is beyond is cut, and counted. Over all
 * processes of the device: one that is started again and again does not log more. Threads may share it.
 */
final class LogAllowance {
    /** So much may come at once. */
    static final long BURST = 1024 * 1024;
    /** And so much a second. */
    static final long PER_SECOND = 256 * 1024;
    /** What a line counts besides its bytes, so that many short ones are too many too. */
    static final int PER_LINE = 128;
    /** Once something was cut, so much must be free again: what is shown then is more than one line. */
    static final long RESUME = 64 * 1024;
    /** And so much for a line that seems to belong to one that was cut. */
    static final long RESUME_WITHIN = BURST / 2;

    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private double free = BURST;
    private long filledNanos;
    private boolean cutting;
    private long cut;
    private long untoldLines;
    private long untoldBytes;
    /** When the first of it was cut. */
    private long untoldSinceNanos;

    LogAllowance(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.filledNanos = nanoTime.getAsLong();
    }

    /**
     * Whether a line may be logged.
     *
     * @param bytes its length
     * @param continues whether it belongs to the line before
     */
    synchronized boolean admits(int bytes, boolean continues) {
        long now = nanoTime.getAsLong();
        free = Math.min(BURST, free + (now - filledNanos) * (double) PER_SECOND / TimeUnit.SECONDS.toNanos(1));
        filledNanos = now;
        cutting = free < (cutting ? continues ? RESUME_WITHIN : RESUME : 0);
        if (cutting) {
            cut(bytes, now);
        } else {
            free -= bytes + PER_LINE;
        }
        return !cutting;
    }

    private void cut(int bytes, long now) {
        if (untoldLines == 0) {
            untoldSinceNanos = now;
        }
        cut++;
        untoldLines++;
        untoldBytes += bytes;
    }

    /** How many lines were cut, ever. */
    synchronized long cut() {
        return cut;
    }

    /** What is to be told, at most once a second, or at the end in any case. */
    synchronized Optional<String> tell(boolean atEnd) {
        if (untoldLines == 0 || (!atEnd && nanoTime.getAsLong() - untoldSinceNanos < TELL_NANOS)) {
            return Optional.empty();
        }
        var words = untoldLines + " lines (" + untoldBytes + " bytes) of its log were cut: it may log "
                + BURST / 1024 + " KiB at once and " + PER_SECOND / 1024 + " KiB a second";
        untoldLines = 0;
        untoldBytes = 0;
        return Optional.of(words);
    }
}
