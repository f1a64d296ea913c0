// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.log.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final int MORE_THAN_ANY_QUEUE = 20_000;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @Test
    void goesToStderrFileAndMemory() {
        try (var logging = start(LineForm.PLAIN, stderr)) {
            LoggerFactory.getLogger("device.keys").info("hello");

            assertThat(logging.recent().get()).hasSize(1).first()
                    .satisfies(r -> assertThat(r).endsWith("INFO", "device.keys", "hello"));
        }
        assertThat(stderr.toString(StandardCharsets.UTF_8)).endsWith("Z INFO device.keys hello\n");
        assertThat(folder.resolve("dkvm.log")).content().endsWith("Z INFO device.keys hello\n");
    }

    @Test
    void theJournalNeedsNoFile() {
        try (var _ = start(LineForm.JOURNAL, stderr)) {
            LoggerFactory.getLogger("device.keys").info("hello");
        }
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("<6>device.keys: hello\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void levelsCountForOurLoggersAndForOthersAsTheFileSays() {
        try (var _ = start(LineForm.JOURNAL, stderr)) {
            LoggerFactory.getLogger("device.keys").debug("not at this level");
            LoggerFactory.getLogger("org.apache.felix.scr").info("nor this");
            LoggerFactory.getLogger("org.apache.felix.scr").warn("but this");
        }
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("<4>org.apache.felix.scr: but this\n");
    }

    @Test
    @Timeout(30)
    void aStalledStderrHoldsUpNobody() {
        var stalled = new CountDownLatch(1);
        var begun = System.nanoTime();
        try (var logging = start(LineForm.PLAIN, new StalledStream(stalled))) {
            var log = LoggerFactory.getLogger("device.keys");
            for (int i = 0; i < MORE_THAN_ANY_QUEUE; i++) {
                log.info("line {}", i);
            }
            assertThat(logging.recent().get()).hasSize(RecentRecords.LIMIT).last()
                    .satisfies(r -> assertThat(r).endsWith("line " + (MORE_THAN_ANY_QUEUE - 1)));
            assertThat(folder.resolve("dkvm.log")).content().contains("line " + (MORE_THAN_ANY_QUEUE - 1));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        stalled.countDown();
    }

    private Logging start(LineForm form, OutputStream out) {
        return Logging.start(form, LogLevel.INFO, Map.of("org.apache.felix", "warn"), out, folder);
    }

    /** A pipe that nobody reads. */
    private static final class StalledStream extends OutputStream {
        private final CountDownLatch until;

        StalledStream(CountDownLatch until) {
            this.until = until;
        }

        @Override
        public void write(int b) throws IOException {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
