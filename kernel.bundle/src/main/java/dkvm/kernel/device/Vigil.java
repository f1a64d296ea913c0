// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches over an active process: pings it, and tells when it is beyond help. On the scheduler's thread. */
final class Vigil {
    private final Supplier<Pulse> pulse;
    private final LongConsumer ping;
    private final LongSupplier nanoTime;
    private Duration limit;
    /** Once it is active: pings are numbered as long as it lives, whatever becomes of the limit. */
    private @Nullable Liveness liveness;
    private boolean watched;
    private Progress progress = new Progress();

    /**
     * Of a process that is not active yet.
     *
     * @param pulse its last answer
     * @param ping pings it
     * @param limit how long its work may stand still; zero: it is not watched
     */
    Vigil(Supplier<Pulse> pulse, LongConsumer ping, Duration limit, LongSupplier nanoTime) {
        this.pulse = pulse;
        this.ping = ping;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** It is active, for the first time or again. */
    void begin() {
        progress = new Progress();
        watched = true;
        if (liveness == null) {
            liveness = new Liveness(limit, Devices.LOOK, nanoTime.getAsLong());
        } else {
            liveness.resume(nanoTime.getAsLong());
        }
    }

    /** It is passive: nothing is expected of it. */
    void rest() {
        watched = false;
    }

    /** Whether its work has got on since it is active; a process that is not watched has, for all that is known. */
    boolean progresses() {
        return limit.isZero() || progress.seen();
    }

    /** The limit is another from now on. */
    void limit(Duration newLimit) {
        limit = newLimit;
        if (liveness != null) {
            liveness.limit(newLimit);
        }
    }

    /** Looks after it, every {@link Devices#LOOK}; answers what is wrong with it, if something is. */
    Optional<String> look() {
        if (liveness == null || !watched || limit.isZero()) {
            return Optional.empty();
        }
        var answer = pulse.get();
        progress.look(answer);
        var step = liveness.look(nanoTime.getAsLong(), answer);
        step.ping().ifPresent(ping);
        return switch (step.verdict()) {
            case HEALTHY -> Optional.empty();
            case DEAD -> Optional.of("it is dead: it answered none of " + Liveness.MISSES + " pings");
            case HUNG -> Optional.of("it hangs: its work has stood still for " + limit.toMillis() + " ms");
        };
    }
}
