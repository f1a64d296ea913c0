// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.log.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

            assertThat(logging.recent().apply(0L, 0L)).hasSize(1).first()
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
            assertThat(logging.recent().apply(0L, 0L)).hasSize(RecentRecords.LIMIT).last()
                    .satisfies(r -> assertThat(r).endsWith("line " + (MORE_THAN_ANY_QUEUE - 1)));
            assertThat(folder.resolve("dkvm.log")).content().contains("line " + (MORE_THAN_ANY_QUEUE - 1));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        stalled.countDown();
    }

    @Test
    void theFileIsRolledAt10MiBAndOnlyFiveAreKept() throws IOException {
        try (var _ = start(LineForm.PLAIN, OutputStream.nullOutputStream())) {
            var log = LoggerFactory.getLogger("device.keys");
            var line = "x".repeat(1 << 14);
            for (int i = 0; i < 70 << 6; i++) {
                log.info(line);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(5).extracting(file -> file.getFileName().toString()).contains("dkvm.log",
                    "dkvm.log.1", "dkvm.log.4");
        }
        for (int i = 1; i < 5; i++) {
            assertThat(Files.size(folder.resolve("dkvm.log." + i))).isBetween(10L << 20, 14L << 20);
        }
    }

    @Test
    void levelsChangeWhileItRuns() {
        try (var logging = start(LineForm.JOURNAL, stderr)) {
            logging.levels().accept("", "debug");
            LoggerFactory.getLogger("kernel.run").debug("the kernel's own", new IOException("no"));
            LoggerFactory.getLogger("device.keys").debug("not a device's");
            logging.levels().accept("device.keys", "debug");
            LoggerFactory.getLogger("device.keys").debug("but this one's");
            LoggerFactory.getLogger("device.paper").debug("not another's");
            logging.levels().accept("", "error");
            LoggerFactory.getLogger("kernel.run").warn("no more of it");
            LoggerFactory.getLogger("device.paper").info("devices go on");
        }
        assertThat(stderr.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.contains("\tat ")))
                .containsExactly("<7>kernel.run: the kernel's own", "<7>  java.io.IOException: no",
                        "<7>device.keys: but this one's", "<6>device.paper: devices go on");
    }

    @Test
    @Timeout(30)
    void readersGetWhatIsNewAndWaitForIt() throws Exception {
        try (var logging = start(LineForm.JOURNAL, stderr)) {
            var log = LoggerFactory.getLogger("device.keys");
            assertThat(logging.recent().apply(0L, 1L)).isEmpty();
            log.info("one");
            assertThat(logging.recent().apply(0L, 10_000L)).hasSize(1);
            var next = CompletableFuture.supplyAsync(() -> logging.recent().apply(1L, 20_000L));
            log.info("two");
            assertThat(next.get()).singleElement()
                    .satisfies(record -> assertThat(record).startsWith("2").endsWith("two"));
            assertThat(logging.recent().apply(1L, 0L)).hasSize(1);
            assertThat(logging.recent().apply(99L, 0L)).isEmpty();
        }
    }

    @Test
    void aFloodOfLongTextsDoesNotFillTheMemory() {
        var stalled = new CountDownLatch(1);
        try (var logging = start(LineForm.JOURNAL, new StalledStream(stalled))) {
            var log = LoggerFactory.getLogger("device.keys");
            var text = "x".repeat(64 * 1024);
            for (int i = 0; i < 2000; i++) {
                log.info(text);
            }
            var kept = logging.recent().apply(0L, 0L);
            assertThat(kept.stream().mapToLong(record -> record[4].length()).sum())
                    .isLessThanOrEqualTo(RecentRecords.CHARACTERS);
            assertThat(kept.getLast()).startsWith("2000");
        }
        stalled.countDown();
    }

    @Test
    void aLongTextIsNotCutInTheMiddleOfACharacter() {
        try (var logging = start(LineForm.JOURNAL, stderr)) {
            LoggerFactory.getLogger("device.keys").info("x" + "\uD83D\uDE00".repeat(RecentRecords.LONGEST));

            assertThat(logging.recent().apply(0L, 0L)).singleElement()
                    .satisfies(record -> assertThat(record[4]).hasSize(RecentRecords.LONGEST)
                            .endsWith("\uD83D\uDE00…"));
        }
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
