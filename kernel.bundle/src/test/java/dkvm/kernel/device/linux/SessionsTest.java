// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SessionsTest {
    @Test
    void childrenOfADeviceThatHasEndedEndToo() throws Exception {
        var leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 1000 & echo $!").start();
        long child = Long.parseLong(leader.inputReader().readLine());
        assertThat(leader.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ended(child)).isFalse();
        assertThat(Sessions.session(child)).isEqualTo(leader.pid());

        Sessions.kill(leader.pid());

        await(() -> ended(child));
    }

    @Test
    void aProcessThatIsGoneHasNoSession() {
        // Not this process's own: in a container whose first process is of another session it shows as 0 too.
        assertThat(Sessions.session(Integer.MAX_VALUE)).isZero();
    }

    /** Gone, or a zombie: not every container's first process fetches those it inherits. */
    private static boolean ended(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return true;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
