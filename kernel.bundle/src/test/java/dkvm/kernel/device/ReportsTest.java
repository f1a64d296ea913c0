// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
    private static final byte[] NO_THREADS = {};

    @TempDir
    Path home;

    @Test
    void tellWhatIsKnownOfAnEnd() throws IOException {
        var file = keep("keys").orElseThrow();

        assertThat(file.getFileName().toString()).matches("keys-crash-\\d{8}T\\d{6}\\.\\d{3}Z\\.txt");
        assertThat(file).hasContent("""
                device: keys
                type: usb-keyboard
                reason: it hangs
                exit: killed by signal 9
                process: 77
                generation: 3
                uptime: 1500 ms

                The last 2 lines it logged:
                one
                two
                """);
    }

    @Test
    void areKeptOnlyTheNewestOfEachDeviceAndKind() throws IOException {
        var others = List.of(keep("keys-crash").orElseThrow(), keep("key").orElseThrow(),
                Files.createFile(log().resolve("keys-crash-notes.txt")));
        var first = keep("keys").orElseThrow();
        var last = first;
        for (int i = 0; i < Reports.KEPT; i++) {
            last = new Reports(log()).keep("keys", new byte[]{'x'}, Optional.of(crash("keys"))).orElseThrow();
        }

        assertThat(first).doesNotExist();
        assertThat(last).exists();
        assertThat(others).allSatisfy(file -> assertThat(file).exists());
        assertThat(named("keys-crash-2")).hasSize(Reports.KEPT);
        assertThat(named("keys-threads-2")).hasSize(Reports.KEPT);
    }

    @Test
    void ofJvmsAreKeptOnlyTheNewestOfEachDevice() throws IOException {
        var other = jvm("keys-b", 1, 0);
        var note = Files.createFile(log().resolve("keys-hs_err_x.log"));
        for (int i = 0; i < Reports.KEPT + 3; i++) {
            // The pids begin again in between.
            jvm("keys", i < 4 ? 99_000 + i : 70 + i, i);
        }
        assertThat(keep("keys")).isPresent();

        assertThat(named("keys-hs_err_").stream().map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                "keys-hs_err_x.log", "keys-hs_err_99003.log", "keys-hs_err_74.log", "keys-hs_err_75.log",
                "keys-hs_err_76.log", "keys-hs_err_77.log");
        assertThat(other).exists();
        assertThat(note).exists();
        assertThat(new Reports(log()).ofJvm("keys", 77)).isPresent();
        assertThat(new Reports(log()).ofJvm("keys", 78)).isEmpty();
    }

    private Path jvm(String device, long pid, int second) throws IOException {
        var file = Files.createDirectories(log()).resolve(device + "-hs_err_" + pid + ".log");
        return Files.setLastModifiedTime(Files.createFile(file), FileTime.fromMillis(1_000_000 + second * 1000L));
    }

    @Test
    void areDoneWithoutWhereTheyCannotBeWritten() throws IOException {
        var file = Files.createFile(home.resolve("file"));
        var reports = new Reports(file);

        assertThat(reports.keep("keys", NO_THREADS, Optional.of(crash("keys")))).isEmpty();
        assertThat(reports.keep("keys", new byte[]{'x'}, Optional.of(crash("keys")))).isEmpty();
    }

    @Test
    void areNotMadeOfAnEndThatIsAsItShouldBe() {
        assertThat(new Reports(log()).keep("keys", NO_THREADS, Optional.empty())).isEmpty();

        assertThat(log()).doesNotExist();
    }

    private Path log() {
        return home.resolve("log");
    }

    private Optional<Path> keep(String device) {
        return new Reports(log()).keep(device, NO_THREADS, Optional.of(crash(device)));
    }

    private static CrashReport crash(String device) {
        return new CrashReport(device, "usb-keyboard", "it hangs", new ExitStatus(137), 77, 3,
                Duration.ofMillis(1500), List.of("one", "two"));
    }

    private List<Path> named(String prefix) throws IOException {
        try (var files = Files.list(log())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }
}
