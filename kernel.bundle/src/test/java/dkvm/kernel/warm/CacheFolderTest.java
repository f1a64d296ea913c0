// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path above;

    private Path path = Path.of("");
    private CacheFolder folder = new CacheFolder(path);

    @BeforeEach
    void folder() {
        path = above.resolve("cache/aot");
        folder = new CacheFolder(path);
    }

    @Test
    void whatWasPutIsFound() throws IOException {
        assertThat(folder.find("a")).isEmpty();

        var file = put("a", 10);

        assertThat(folder.find("a")).hasValue(file);
        assertThat(folder.find("b")).isEmpty();
        assertThat(Files.size(file)).isEqualTo(10);
    }

    @Test
    void whatIsNotFinishedIsNotFound() throws IOException {
        Files.write(folder.work().resolve("cache"), new byte[10]);

        assertThat(folder.find("cache")).isEmpty();
    }

    @Test
    void aTornFileIsNotUsedAndGoes() throws IOException {
        var file = put("a", 10);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(9);
        }

        assertThat(folder.find("a")).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void nobodyElseMayWriteWhatAJvmWillRun() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));

        folder.work();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
    }

    @Test
    void whatWasNotUsedForLongGoes() throws IOException {
        var old = used(put("old", 10), CacheFolder.UNUSED.plusSeconds(1));
        var used = used(put("used", 10), CacheFolder.UNUSED.minusSeconds(1));

        folder.tidy(NOW);

        assertThat(old).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void toBeFoundIsToBeUsed() throws IOException {
        used(put("a", 10), CacheFolder.UNUSED.plusDays(100_000));
        var file = folder.find("a").orElseThrow();

        folder.tidy(Instant.now());

        assertThat(file).exists();
    }

    @Test
    void ofTooManyThoseGoThatWereUsedFirst() throws IOException {
        for (int i = 0; i <= CacheFolder.MOST_FILES; i++) {
            used(put("n" + i, 10), Duration.ofMinutes(i));
        }

        folder.tidy(NOW);

        assertThat(folder.find("n" + CacheFolder.MOST_FILES)).isEmpty();
        assertThat(folder.find("n" + (CacheFolder.MOST_FILES - 1))).isPresent();
    }

    @Test
    void ofTooLargeOnesThoseGoThatWereUsedFirst() throws IOException {
        used(put("newest", CacheFolder.MOST_BYTES / 2), Duration.ofMinutes(1));
        used(put("older", CacheFolder.MOST_BYTES / 2), Duration.ofMinutes(2));
        used(put("oldest", 1), Duration.ofMinutes(3));

        folder.tidy(NOW);

        assertThat(folder.find("newest")).isPresent();
        assertThat(folder.find("older")).isPresent();
        assertThat(folder.find("oldest")).isEmpty();
    }

    @Test
    void onlyWorkOfProcessesThatAreGoneIsRemoved() throws IOException {
        var own = folder.work();
        var stranger = Files.createDirectory(path.resolve("training-by-hand"));
        // The same pid, but another process: pids come again.
        var gone = Files.createDirectory(path.resolve("training-" + ProcessHandle.current().pid() + "-1"));
        Files.write(gone.resolve("cache"), new byte[10]);

        folder.tidy(NOW);

        assertThat(own).exists();
        assertThat(stranger).exists();
        assertThat(gone).doesNotExist();
    }

    @Test
    void theWorkFolderIsEmptyEachTime() throws IOException {
        Files.write(folder.work().resolve("cache"), new byte[10]);

        assertThat(folder.work()).isEmptyDirectory();
    }

    /** The bytes are a hole in the file: they take no room. */
    private Path put(String name, long bytes) throws IOException {
        var finished = folder.work().resolve("cache");
        try (var channel = FileChannel.open(finished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.allocate(1), bytes - 1);
        }
        return folder.put(name, finished);
    }

    private static Path used(Path file, Duration ago) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
    }
}
