// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void givesWhatComesOfIt() throws RefusedException {
        assertThat(Bounded.call("it", LONG, () -> "done")).isEqualTo("done");
    }

    @Test
    void whatItThrowsIsSaid() {
        assertThatThrownBy(() -> Bounded.call("its start", LONG, () -> {
            throw new IllegalStateException("no luck");
        })).isInstanceOf(RefusedException.class).hasMessage("its start fails: no luck");
        assertThatThrownBy(() -> Bounded.call("its start", LONG, () -> {
            throw new NoClassDefFoundError("demo/Gone");
        })).hasMessage("its start fails: java.lang.NoClassDefFoundError: demo/Gone");
    }

    @Test
    void aRefusalStaysWhatItIs() {
        var refusal = new RefusedException("it is bad");
        assertThatThrownBy(() -> Bounded.call("reading it", LONG, () -> {
            throw refusal;
        })).isSameAs(refusal);
    }

    @Test
    void whatHangsIsInterruptedAndLeftAlone() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> Bounded.call("its start", Duration.ofMillis(1), () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return true;
        })).isInstanceOf(RefusedException.class).hasMessage("its start takes longer than 0 s");
        interrupted.await();
    }
}
