// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.assertThat;
<<<<<<< HEAD

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
=======
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.gson.JsonParser;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
>>>>>>> helper-E
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @Test
<<<<<<< HEAD
    void takesThePlaceOfAnOlderOne() throws IOException {
        var file = Files.writeString(folder.resolve("report.json"), "a longer one from before");

        Report.write("{}\n", file);

        assertThat(file).hasContent("{}");
=======
    void hasItsParts() {
        var json = JsonParser.parseString(Report.of(new Nothing())).getAsJsonObject();

        assertThat(json.keySet()).containsExactly("schema", "pipelines", "devices", "memory");
        assertThat(json.get("schema").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("memory").keySet()).containsExactlyInAnyOrder("pools", "slots", "leaked");
    }

    @Test
    void takesThePlaceOfAnOlderOne() throws IOException {
        var file = Files.writeString(folder.resolve("report.json"), "old and longer");
        Report.write("new", file.toString(), System.out);

        assertThat(file).hasContent("new");
>>>>>>> helper-E
        assertThat(folder.toFile().list()).containsExactly("report.json");
    }

    @Test
<<<<<<< HEAD
    @Timeout(20)
    void aPipeGetsItAndStaysAPipe() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS)).isTrue();
        // Open for both, so that neither side waits for the other.
        try (var both = Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(both.isOpen()).isTrue();
            Report.write("{}\n", pipe);
            assertThat(Files.isRegularFile(pipe)).isFalse();
=======
    void leavesNothingBehindWhereItCannotBeWritten() throws IOException {
        var taken = Files.createDirectories(folder.resolve("taken").resolve("inside")).getParent();

        assertThatIOException().isThrownBy(() -> Report.write("new", String.valueOf(taken), System.out));
        assertThat(folder.toFile().list()).containsExactly("taken");
    }

    @Test
    void goesToStdout() throws IOException {
        var out = new ByteArrayOutputStream();
        Report.write("new", "-", new PrintStream(out, false, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("new");
    }

    private static final class Nothing implements KernelView {
        @Override
        public List<DeviceStatus> devices() {
            return List.of();
        }

        @Override
        public List<LinkStatus> links() {
            return List.of();
>>>>>>> helper-E
        }
    }
}
