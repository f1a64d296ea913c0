// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.linux.Orphans;
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

    /** Its pid may be another's by now; that what it left is its own is known by the session and the home. */
    @Test
    void endsWhatADeviceLeftThatIsGoneItself() throws Exception {
        var ours = leaderThatLeavesAChild(home);
        var others = leaderThatLeavesAChild(home.resolve("other"));
        leftovers().end();

        Orphans.awaitEnd(ours.pid());
        assertThat(Orphans.ended(others.pid())).isFalse();
        others.destroyForcibly();
    }

    /** Notes a device and lets it end. */
    private ProcessHandle leaderThatLeavesAChild(Path itsHome) throws Exception {
        var builder = new ProcessBuilder("setsid", "sh", "-c", "sleep 60 & echo $!; read line");
        builder.environment().put("DKVM_HOME", itsHome.toString());
        var leader = builder.start();
        var child = ProcessHandle.of(Long.parseLong(leader.inputReader().readLine())).orElseThrow();
        leftovers().note("device-" + leader.pid(), leader.toHandle());
        leader.getOutputStream().close();
        leader.waitFor();
        return child;
    }

    @Test
    void sparesAnotherProcessOfTheSameNumber() throws IOException {
        leftovers().note("keys", process.toHandle());
        var note = note("keys");
        Files.writeString(note, process.pid() + " 1\n");
        leftovers().end();

        assertThat(process.isAlive()).isTrue();
        assertThat(note).doesNotExist();
    }

    /** As on a full disk: nothing is there before all of it is. */
    @Test
    void aNoteIsWrittenBesideTheOneItReplaces() throws IOException {
        leftovers().note("keys", process.toHandle());
        var before = Files.createLink(home.resolve("before"), note("keys"));
        leftovers().note("keys", process.toHandle());

        assertThat(Files.isSameFile(before, note("keys"))).isFalse();
        assertThat(before).hasSameTextualContentAs(note("keys"));
        assertThat(home.resolve("devices")).isDirectoryContaining(note("keys")::equals);
    }

    @Test
    void knowsBothWhereOneTakesTheOthersPlace() throws Exception {
        var next = new ProcessBuilder("sleep", "60").start();
        leftovers().note("keys", process.toHandle());
        leftovers().note("keys", next.toHandle());
        leftovers().forget("keys", process.pid());
        leftovers().end();

        assertThat(next.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(process.isAlive()).isTrue();
    }

    private Path note(String device) {
        return home.resolve("devices").resolve(device + "." + process.pid());
    }

    @Test
    void sparesWhatEndedByItself() {
        leftovers().note("keys", process.toHandle());
        leftovers().forget("keys", process.pid());
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
        return new Leftovers(home);
    }
}
