// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.prompt.Stage.At;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageTest {
    private final Stage stage = new Stage();
    private final AtomicInteger cancelled = new AtomicInteger();

    private boolean interrupt() {
        return stage.interrupt(cancelled::incrementAndGet);
    }

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @EnumSource(names = {"READING", "RECONNECTING"})
    void whatWaitsIsInterrupted(At at) {
        stage.enter(at);
        assertThat(interrupt()).isTrue();
        assertThat(Thread.interrupted()).isTrue();

        stage.end();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void aCommandIsCancelledAndItsThreadLeftAlone() {
        stage.enter(At.RUNNING);
        assertThat(interrupt()).isTrue();
        stage.interruptReading();
        stage.end();

        assertThat(cancelled).hasValue(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aLateInterruptIsNotOneForWhatFollows() {
        stage.enter(At.READING);
        stage.interruptReading();

        stage.enter(At.RUNNING);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theEndIsTheEnd() {
        stage.end();

        assertThat(stage.enter(At.READING)).isFalse();
        assertThat(interrupt()).isFalse();
        assertThat(cancelled).hasValue(0);
        assertThat(Thread.interrupted()).isFalse();
    }
}
