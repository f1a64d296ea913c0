// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.RestartPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how soon a device that fails is started again: exponential back-off with full jitter, so many restarts
 * within a window, and all forgotten after the device ran well for a while. Times are {@link System#nanoTime()} values.
 * For the scheduler's thread.
 */
final class RestartBudget {
    private static final int MAX_DOUBLINGS = 30;

    private final RandomGenerator random;
    /** When the failures within the window were. */
    private final Deque<Long> failures = new ArrayDeque<>();
    private int doublings;

    RestartBudget(RandomGenerator random) {
        this.random = random;
    }

    /** Notes a failure; answers how long to wait, or nothing if there were too many. */
    Optional<Duration> failed(RestartPolicy policy, long nowNanos) {
        while (!failures.isEmpty() && nowNanos - failures.getFirst() > policy.window().toNanos()) {
            failures.removeFirst();
        }
        if (policy.limit() > 0 && failures.size() >= policy.limit()) {
            return Optional.empty();
        }
        failures.addLast(nowNanos);
        long max = policy.max().toNanos();
        long doubled = policy.initial().toNanos() << doublings;
        // The policy may be another than the one the doublings come from: shifted back, what overflowed is not itself.
        boolean within = doubled < max && doubled >> doublings == policy.initial().toNanos();
        if (within) {
            doublings = Math.min(doublings + 1, MAX_DOUBLINGS);
        }
        return Optional.of(Duration.ofNanos(random.nextLong((within ? doubled : max) + 1)));
    }

    /** The device's process has ended after it was RUNNING for so long. */
    void ran(RestartPolicy policy, Duration runningFor) {
        if (runningFor.compareTo(policy.reset()) >= 0) {
            reset();
        }
    }

    void reset() {
        failures.clear();
        doublings = 0;
    }
}
