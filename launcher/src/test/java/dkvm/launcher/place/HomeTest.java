// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path folder;

    @Test
    void isForItsOwnerAlone() throws IOException {
        var existing = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxr-xr-x"));

        var home = Home.open(existing);

        for (var path : new Path[]{home.path(), home.run(), home.temporary(), home.log(), home.store(),
                home.devices()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
        }
    }

    @Test
    void isOneHomeUnderAllItsNames() throws IOException {
        var home = Home.open(folder.resolve("home"));
        var link = Files.createSymbolicLink(folder.resolve("link"), home.path());

        assertThat(Home.open(link)).isEqualTo(home);
    }

    @Test
    void cannotHaveAColonInItsNameSinceDeviceProgramsRunFromIt() {
        assertThatThrownBy(() -> Home.open(folder.resolve("a:b"))).isInstanceOf(IOException.class)
                .hasMessageContaining("a:b has a \":\" in its name");
    }

    @Test
    void clearsWhatAKilledKernelLeft() throws IOException {
        var home = Home.open(folder.resolve("home"));
        Files.writeString(home.kernelFile(), "{}");
        Files.createDirectories(home.temporary().resolve("a/b"));
        var outside = Files.writeString(folder.resolve("outside"), "kept");
        Files.createSymbolicLink(home.temporary().resolve("link"), folder);

        home.takeOver();

        assertThat(home.kernelFile()).doesNotExist();
        assertThat(home.temporary()).isEmptyDirectory();
        assertThat(outside).exists();
    }

    @Test
    void hasOneKernelAtATime() throws IOException {
        var home = Home.open(folder.resolve("home"));

        try (var first = HomeLock.claim(home).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(HomeLock.claim(home)).isEmpty();
            assertThat(HomeLock.owner(home)).isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        }
        HomeLock.claim(home).orElseThrow().close();
    }
}
