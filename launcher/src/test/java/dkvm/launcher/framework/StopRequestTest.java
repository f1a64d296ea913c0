// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopRequestTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();

    @Test
    void theKernelIsAskedOnce() {
        var asked = new AtomicInteger();
        var stop = new StopRequest(() -> Optional.of(asked::incrementAndGet), exit, 0, NEVER, halted::complete);

        assertThat(stop.ask()).isTrue();
        assertThat(stop.ask()).isFalse();

        assertThat(asked).hasValue(1);
        assertThat(exit).isNotDone();
    }

    @Test
    void withoutAKernelTheRunIsOver() {
        new StopRequest(Optional::empty, exit, 1, NEVER, halted::complete).ask();

        assertThat(exit).isCompletedWithValue(1);
    }

    @Test
    void aKernelThatDoesNotAnswerIsEndedByForce() throws Exception {
        new StopRequest(() -> Optional.of(() -> {}), exit, 0, Duration.ofMillis(10), halted::complete).ask();

        assertThat(halted.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aKernelThatFailsToStopEndsTheRun() {
        new StopRequest(() -> Optional.of(() -> {
            throw new IllegalStateException("gone");
        }), exit, 0, NEVER, halted::complete).ask();

        assertThat(exit).isCompletedWithValue(1);
    }
}
