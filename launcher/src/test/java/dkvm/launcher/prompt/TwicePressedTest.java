// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwicePressedTest {
    private static final long LIMIT = TwicePressed.LIMIT.toNanos();

    private final TwicePressed presses = new TwicePressed();

    @Test
    void theSecondWithinTwoSecondsIsMeant() {
        assertThat(presses.press(-5)).isFalse();
        assertThat(presses.press(-5 + LIMIT)).isTrue();
        assertThat(presses.press(LIMIT)).as("a third begins anew").isFalse();
    }

    @Test
    void aLaterOneIsAFirst() {
        assertThat(presses.press(0)).isFalse();
        assertThat(presses.press(LIMIT + 1)).isFalse();
        assertThat(presses.press(LIMIT + 2)).isTrue();
    }

    @Test
    void whatIsTypedInBetweenTakesItBack() {
        assertThat(presses.press(0)).isFalse();
        presses.forget();
        assertThat(presses.press(1)).isFalse();
    }
}
