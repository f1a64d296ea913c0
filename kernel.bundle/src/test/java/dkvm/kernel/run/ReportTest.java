// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @Test
    void takesThePlaceOfAnOlderOne() throws IOException {
        var file = Files.writeString(folder.resolve("report.json"), "a longer one from before");

        Report.write("{}\n", file);

        assertThat(file).hasContent("{}");
        assertThat(folder.toFile().list()).containsExactly("report.json");
    }

    @Test
    @Timeout(20)
    void aPipeGetsItAndStaysAPipe() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
        // Open for both, so that neither side waits for the other.
        try (var both = Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(both.isOpen()).isTrue();
            Report.write("{}\n", pipe);
            assertThat(Files.isRegularFile(pipe)).isFalse();
        }
    }
}
