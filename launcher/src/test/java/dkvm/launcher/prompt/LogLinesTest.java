// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogLinesTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final LogLines lines = new LogLines(terminal);
    private final List<String> above = new ArrayList<>();

    private void log(String line) throws IOException {
        lines.write(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goAboveThePromptWhileThereIsOne() throws IOException {
        log("one\n");
        lines.above(above::add);
        log("zwölf\n");
        lines.direct();
        log("three\n");

        assertThat(above).containsExactly("zwölf\n");
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("one\nthree\n");
    }

    @Test
    void waitForTheEndOfACommand() throws IOException {
        lines.above(above::add);
        lines.hold();
        log("one\n");
        log("two\n");
        assertThat(above).isEmpty();

        lines.release(true);
        log("three\n");

        assertThat(above).containsExactly("one\n", "two\n", "three\n");
    }

    @Test
    void whoHasWatchedTheLogIsNotShownItAgain() throws IOException {
        lines.above(above::add);
        lines.hold();
        log("one\n");
        lines.release(false);
        log("two\n");

        assertThat(above).containsExactly("two\n");
    }

    @Test
    void theNewestAreShownAndTheOthersCounted() throws IOException {
        lines.above(above::add);
        lines.hold();
        for (int i = 0; i < LogLines.LIMIT + 3; i++) {
            log(i + "\n");
        }
        lines.release(true);

        assertThat(above).hasSize(LogLines.LIMIT + 1).last().isEqualTo(LogLines.LIMIT + 2 + "\n");
        assertThat(above.getFirst()).contains("3 log lines more");
    }

    @Test
    void whatWaitedIsNotLostAtTheEnd() throws IOException {
        lines.above(above::add);
        lines.hold();
        log("stopped\n");
        lines.direct();

        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("stopped\n");
    }

    @Test
    void aPromptThatHasJustClosedTakesNoLineAway() throws IOException {
        lines.above(_ -> {
            throw new IllegalStateException("closed");
        });
        log("one\n");

        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    }

    @Test
    void aTerminalThatWasStoppedDoesNotHoldUpTheEnd() throws Exception {
        var stalled = new CountDownLatch(1);
        var reached = new CountDownLatch(1);
        lines.above(_ -> {
            reached.countDown();
            awaitQuietly(stalled);
        });
        var writer = Thread.ofPlatform().start(() -> {
            try {
                log("one\n");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        reached.await();

        lines.direct();

        stalled.countDown();
        writer.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
