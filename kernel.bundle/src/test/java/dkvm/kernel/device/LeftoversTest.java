// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path home;

    private Process process;

    @BeforeEach
    void startProcess() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void endProcess() {
        process.destroyForcibly();
    }

    @Test
    void endsWhatIsLeft() throws InterruptedException {
        leftovers().note("keys", process.toHandle());
        leftovers().end();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(home.resolve("devices")).isEmptyDirectory();
    }

    @Test
    void sparesAnotherProcessOfTheSameNumber() throws IOException {
        leftovers().note("keys", process.toHandle());
        var note = home.resolve("devices").resolve("keys");
        Files.writeString(note, process.pid() + " 1\n");
        leftovers().end();

        assertThat(process.isAlive()).isTrue();
        assertThat(note).doesNotExist();
    }

    @Test
    void sparesWhatEndedByItself() {
        leftovers().note("keys", process.toHandle());
        leftovers().forget("keys");
        leftovers().end();

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void isNotKeptFromItsWorkByTornNotes() throws IOException, InterruptedException {
        leftovers().note("keys", process.toHandle());
        var folder = home.resolve("devices");
        Files.write(folder.resolve("a-torn"), new byte[]{(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("b-empty"), "");
        Files.writeString(folder.resolve("c-words"), "one two");
        Files.createDirectory(folder.resolve("d-folder"));
        Files.writeString(folder.resolve("d-folder").resolve("inside"), "x");
        leftovers().end();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hasNothingToDoInANewHome() {
        leftovers().end();

        assertThat(home).isEmptyDirectory();
    }

    private Leftovers leftovers() {
        return new Leftovers(home.resolve("devices"));
    }
}
