// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void childrenOfADeviceThatHasEndedEndToo() throws Exception {
        var leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 1000 & echo $!").start();
        long child = Long.parseLong(leader.inputReader().readLine());
        assertThat(leader.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Orphans.ended(child)).isFalse();
        assertThat(Sessions.session(child)).isEqualTo(leader.pid());

        Sessions.kill(leader.pid());

        Orphans.awaitEnd(child);
    }

    @Test
    void aProcessThatIsGoneHasNoSession() {
        // Not this process's own: in a container whose first process is of another session it shows as 0 too.
        assertThat(Sessions.session(Integer.MAX_VALUE)).isZero();
    }
}
