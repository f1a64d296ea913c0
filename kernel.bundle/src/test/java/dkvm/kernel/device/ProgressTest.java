// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.wire.v1.Loop;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void workThatWaitsHasGotOn() {
        progress.look(Pulse.NONE);
        progress.look(new Pulse(1, Loop.WAITING_INPUT, 0));
        assertThat(progress.seen()).isTrue();
    }

    @Test
    void workThatIsSeenTwiceAtTheSamePlaceHasNot() {
        progress.look(Pulse.NONE);
        progress.look(new Pulse(1, Loop.RUNNING, 7));
        progress.look(new Pulse(2, Loop.RUNNING, 7));
        assertThat(progress.seen()).isFalse();
        progress.look(new Pulse(3, Loop.RUNNING, 8));
        assertThat(progress.seen()).isTrue();
    }

    @Test
    void whatWasAnsweredBeforeSaysNothing() {
        var before = new Pulse(5, Loop.WAITING_CREDIT, 3);
        progress.look(before);
        progress.look(before);
        assertThat(progress.seen()).isFalse();
        progress.look(new Pulse(6, Loop.RUNNING, 4));
        assertThat(progress.seen()).isFalse();
    }
}
