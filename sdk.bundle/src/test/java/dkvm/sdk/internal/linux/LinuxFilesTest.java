// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.internal.memory.PoolFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A sealed memfd is mapped as a pool is: to write by its producer, to read by all others, and by nobody else to write. */
@EnabledOnOs(OS.LINUX)
class LinuxFilesTest {
    private static final long BYTES = 3 * 4096 + 100;

    private final LinuxFiles files = new LinuxFiles();

    @Test
    void mapsASealedMemfd() throws Throwable {
        try (var memfd = new Memfd(BYTES); var arena = Arena.ofShared()) {
            memfd.seal(Memfd.SEAL_SHRINK | Memfd.SEAL_GROW);
            var produced = files.map(memfd.file(true), arena);
            files.prefault(produced);
            memfd.seal(Memfd.SEAL_FUTURE_WRITE | Memfd.SEAL_SEAL);
            var consumed = files.map(memfd.file(false), arena);
            files.prefault(consumed);
            assertThat(consumed.byteSize()).isEqualTo(BYTES);

            produced.set(ValueLayout.JAVA_BYTE, BYTES - 1, (byte) 5);
            assertThat(consumed.get(ValueLayout.JAVA_BYTE, BYTES - 1)).isEqualTo((byte) 5);
            assertThatThrownBy(() -> consumed.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.map(memfd.file(true), arena)).isInstanceOf(IOException.class)
                    .hasMessage("cannot map " + memfd.file(true).path() + ": Operation not permitted");
            assertThat(memfd.resize(0)).isNotZero();
        }
    }

    @Test
    void leavesNoDescriptorOpen() throws Throwable {
        try (var memfd = new Memfd(BYTES); var arena = Arena.ofShared()) {
            int before = descriptors();
            for (int i = 0; i < 20; i++) {
                files.map(memfd.file(false), arena);
            }
            assertThat(descriptors()).isLessThan(before + 10);
        }
    }

    private static int descriptors() {
        return Objects.requireNonNull(Path.of("/proc/self/fd").toFile().list()).length;
    }

    @Test
    void aDescriptorThatIsUsedAnewIsAnotherFile() throws Throwable {
        try (var memfd = new Memfd(BYTES); var other = new Memfd(BYTES); var arena = Arena.ofShared()) {
            var meant = memfd.file(false);
            var gone = new PoolFile("/proc/self/fd/100000", meant.inode(), BYTES, false);
            assertThatThrownBy(() -> files.map(gone, arena)).isInstanceOf(IOException.class)
                    .hasMessage("there is no /proc/self/fd/100000");
            var reused = new PoolFile(other.file(false).path(), meant.inode(), BYTES, false);
            assertThatThrownBy(() -> files.map(reused, arena)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith(reused.path() + " is another file by now: inode ");
        }
    }
}
