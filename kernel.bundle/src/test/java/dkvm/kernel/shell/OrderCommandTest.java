// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.ScriptedDesk;
import dkvm.kernel.shell.CommandLab.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OrderCommandTest {
    private static final Outcome DONE = new Outcome(0, "", "");

    @TempDir
    Path home;

    private CommandLab lab;

    @BeforeEach
    void begin() {
        lab = new CommandLab(home);
        lab.desk.device("a", CommandLab.ONCE, ScriptedDesk.FOREVER);
        lab.desk.device("b", CommandLab.ONCE, ScriptedDesk.FOREVER);
        lab.desk.await("a", "RUNNING");
        lab.desk.await("b", "RUNNING");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private void isDone(String... line) {
        assertThat(lab.run(line)).isEqualTo(DONE);
    }

    @Test
    void returnsWhenItIsDone() {
        isDone("stop", "a", "b");
        assertThat(lab.view.devices()).allMatch(device -> device.state().equals("STOPPED"));
        isDone("stop", "a");
        isDone("start", "a");
        assertThat(lab.desk.status("a").state()).isEqualTo("RUNNING");
        assertThat(lab.desk.status("b").state()).isEqualTo("STOPPED");
        isDone("start", "a");
        assertThat(lab.desk.status("a").generation()).as("it ran already").isEqualTo(2);
        isDone("restart", "a", "b");
        assertThat(lab.desk.status("a").generation()).isEqualTo(3);
        assertThat(lab.desk.status("b").generation()).isEqualTo(2);
    }

    @Test
    void restartRevivesWhatHasFailed() {
        lab.desk.kill("a");
        lab.desk.await("a", "FAILED");
        isDone("restart", "a");
        assertThat(lab.desk.status("a").state()).isEqualTo("RUNNING");
    }

    @Test
    void saysWhatStateADeviceIsInThatCannot() {
        lab.desk.device("c", CommandLab.ONCE, "exit 70");
        lab.desk.await("c", "FAILED");
        var outcome = lab.run("start", "c");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("dkvm: c is FAILED: ").contains("exit status 70")
                .endsWith("; see \"dkvm ctl device c\"\n");
    }

    @Test
    void knowsItsDevices() {
        assertThat(lab.run("stop", "a", "bb")).isEqualTo(new Outcome(2, "",
                "dkvm: stop: there is no device \"bb\"; did you mean \"b\"; \"devices\" lists those there are\n"));
        assertThat(lab.desk.status("a").state()).as("all or none").isEqualTo("RUNNING");
        assertThat(lab.run("start").code()).isEqualTo(2);
    }

    @Test
    void waitsForNothingWhereNobodyWants() {
        isDone("restart", "a", "--no-wait");
        lab.desk.await("a", device -> device.generation() == 2 && device.state().equals("RUNNING"));
    }
}
