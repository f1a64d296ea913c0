// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.RestartPolicy;
import java.time.Duration;
import java.util.Optional;

/** When a device is started again, and the wait until then. On the scheduler's thread. */
final class Restarts {
    /** What ends well is not started again sooner. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final DeviceHost host;
    private final RestartBudget budget;
    private final Alarm retry;

    Restarts(DeviceHost host) {
        this.host = host;
        this.budget = new RestartBudget(host.random());
        this.retry = new Alarm(host.scheduler());
    }

    /** How long to wait for the next try; empty: there is to be none. */
    Optional<Duration> delay(Aftermath aftermath, RestartPolicy policy) {
        return switch (aftermath) {
            case WAIT -> Optional.of(policy.max());
            case BACK_OFF -> budget.failed(policy, host.nanoTime());
            case AGAIN -> Optional.of(policy.initial().compareTo(SHORTEST) < 0 ? SHORTEST : policy.initial());
            case ENDED, GIVE_UP -> Optional.empty();
        };
    }

    /** Begins the wait. */
    void in(Duration delay, Runnable next) {
        retry.set(delay, next);
    }

    /** Nobody waits any longer. */
    void cancel() {
        retry.cancel();
    }

    /** The device's process has ended, which was running since then. */
    void ran(RestartPolicy policy, long sinceNanos) {
        budget.ran(policy, Duration.ofNanos(host.nanoTime() - sinceNanos));
    }

    /** What failed before does not count any more. */
    void forget() {
        budget.reset();
    }
}
