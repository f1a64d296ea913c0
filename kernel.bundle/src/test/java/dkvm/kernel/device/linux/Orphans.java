// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes that outlived their parents. */
public final class Orphans {
    private static final long PATIENCE_SECONDS = 10;

    private Orphans() {}

    /** Whether it is gone, or a zombie: not every container's first process fetches those it inherits, or soon. */
    public static boolean ended(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return true;
        }
    }

    /** Waits for its end. */
    public static void awaitEnd(long pid) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ended(pid)) {
            assertThat(System.nanoTime()).as("the end of process %d", pid).isLessThan(end);
            Thread.sleep(5);
        }
    }
}
