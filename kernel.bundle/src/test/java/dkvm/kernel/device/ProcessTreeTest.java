// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.linux.Orphans;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessTreeTest {
    private static final int ROUNDS = 50;

    /** A shell that goes on with the next program when one ends. */
    @Test
    void nothingIsStartedWhileAllOfItEnds() throws Exception {
        // No other process sleeps so long.
        var seconds = String.valueOf(1_000_000_000L + ProcessHandle.current().pid());
        for (int round = 0; round < ROUNDS; round++) {
            var shell = new ProcessBuilder("sh", "-c", "while :; do sleep " + seconds + "; done").start();
            while (shell.descendants().findAny().isEmpty()) {
                Thread.sleep(1);
            }

            ProcessTree.kill(shell.toHandle());

            assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
            awaitNone(seconds);
        }
    }

    /** It has made itself a session of its own and does not listen, and its parent goes first. */
    @Test
    void whatWasSeenIsEndedAlsoWhereItsParentIsGone() throws Exception {
        var shell = new ProcessBuilder("sh", "-c",
                "setsid sh -c 'trap \"\" TERM; echo up; while :; do sleep 1000; done' & wait").start();
        assertThat(shell.inputReader().readLine()).isEqualTo("up");
        var tree = new ProcessTree(shell);
        var stubborn = shell.children().findFirst().orElseThrow();

        tree.terminate();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Orphans.ended(stubborn.pid())).isFalse();
        tree.killRest();

        Orphans.awaitEnd(stubborn.pid());
    }

    private static void awaitNone(String seconds) throws InterruptedException {
        var left = sleeping(seconds);
        for (int i = 0; i < 200 && !left.isEmpty(); i++) {
            Thread.sleep(10);
            left = sleeping(seconds);
        }
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    private static List<ProcessHandle> sleeping(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().filter(all -> List.of(all).contains(seconds)).isPresent())
                .toList();
    }
}
