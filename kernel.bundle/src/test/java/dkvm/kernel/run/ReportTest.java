// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.gson.JsonParser;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.api.LinkStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @Test
    void hasItsParts() {
        var json = JsonParser.parseString(Report.of(new Nothing())).getAsJsonObject();

        assertThat(json.keySet()).containsExactly("schema", "pipelines", "devices", "memory");
        assertThat(json.get("schema").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("memory").keySet()).containsExactlyInAnyOrder("pools", "slots", "leaked");
    }

    @Test
    void takesThePlaceOfAnOlderOne() throws IOException {
        var file = Files.writeString(folder.resolve("report.json"), "a longer one from before");

        Report.write("{}", file);

        assertThat(file).hasContent("{}");
        assertThat(folder.toFile().list()).containsExactly("report.json");
    }

    @Test
    void leavesNothingBehindWhereItCannotBeWritten() throws IOException {
        var taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("inside"));

        assertThatIOException().isThrownBy(() -> Report.write("{}", taken));
        assertThat(folder.toFile().list()).containsExactly("taken");
    }

    @Test
    @Timeout(20)
    void aPipeGetsItAndStaysAPipe() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
        // Open for both, so that neither side waits for the other.
        try (var both = Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(both.isOpen()).isTrue();
            Report.write("{}", pipe);
            assertThat(Files.isRegularFile(pipe)).isFalse();
        }
    }

    private static final class Nothing implements NoMemory {
        @Override
        public List<DeviceStatus> devices() {
            return List.of();
        }

        @Override
        public List<LinkStatus> links() {
            return List.of();
        }
    }
}
