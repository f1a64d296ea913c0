// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path home;

    @Test
    void isForItsOwnerAlone() throws IOException {
        var made = HistoryFile.in(home).orElseThrow();
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(made, "devices\n");
        assertThat(HistoryFile.in(home)).contains(made);
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(made).content().isEqualTo("devices\n");
    }

    @Test
    void whereItCannotBeThereIsNone() throws IOException {
        assertThat(HistoryFile.in(home.resolve("absent"))).isEmpty();
        Files.createDirectory(home.resolve("history"));
        assertThat(HistoryFile.in(home)).isEmpty();
    }
}
