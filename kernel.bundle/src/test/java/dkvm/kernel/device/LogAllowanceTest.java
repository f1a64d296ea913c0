// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LogAllowanceTest {
    private static final int LINE = 100;

    private long nowNanos = -3;
    private final LogAllowance allowance = new LogAllowance(() -> nowNanos);

    @Test
    void aBurstIsShownUpToItsBound() {
        long shown = offer(1_000_000, LINE);

        assertThat(shown * (LINE + LogAllowance.PER_LINE)).isBetween(LogAllowance.BURST, LogAllowance.BURST + 1000);
        assertThat(allowance.cut()).isEqualTo(1_000_000 - shown);
    }

    @Test
    void shortLinesAreTooManyToo() {
        assertThat(offer(1_000_000, 0)).isLessThan(LogAllowance.BURST / LogAllowance.PER_LINE + 10);
    }

    @Test
    void whoGoesOnIsShownSoMuchASecond() {
        offer(100_000, LINE);
        long shown = 0;
        for (int i = 0; i < 10_000; i++) {
            pass(1);
            shown += offer(100, LINE);
        }

        assertThat(shown * (LINE + LogAllowance.PER_LINE)).isCloseTo(10 * LogAllowance.PER_SECOND,
                Percentage.withPercentage(5));
    }

    @Test
    void whatIsShownAfterACutIsMoreThanALine() {
        offer(100_000, LINE);
        long whole = 0;
        while (whole == 0) {
            pass(1);
            whole = offer(1000, LINE);
        }

        assertThat(whole).isGreaterThan(200);
    }

    @Test
    void theRestOfACutEntryIsNotShown() {
        offer(100_000, LINE);
        pass(500);
        assertThat(allowance.admits(LINE, true)).isFalse();
        assertThat(allowance.admits(LINE, false)).isTrue();
        assertThat(allowance.admits(LINE, true)).isTrue();
    }

    @Test
    void whoIndentsAllIsHeardAgainAllTheSame() {
        offer(100_000, LINE);
        pass(3000);

        assertThat(allowance.admits(LINE, true)).isTrue();
    }

    @Test
    void whatIsCutIsToldOnceASecondAndAtTheEnd() {
        assertThat(allowance.tell(true)).isEmpty();
        long shown = offer(10_000, LINE);
        long cut = 10_000 - shown;
        assertThat(allowance.tell(false)).isEmpty();
        pass(1000);
        assertThat(allowance.tell(false)).hasValueSatisfying(
                words -> assertThat(words).startsWith(cut + " lines (" + cut * LINE + " bytes) of its log were cut"));
        assertThat(allowance.tell(true)).isEmpty();

        offer(10_000, LINE);
        assertThat(allowance.tell(false)).isEmpty();
        assertThat(allowance.tell(true)).isPresent();
    }

    private long offer(int lines, int bytes) {
        long shown = 0;
        for (int i = 0; i < lines; i++) {
            shown += allowance.admits(bytes, false) ? 1 : 0;
        }
        return shown;
    }

    private void pass(long ms) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
