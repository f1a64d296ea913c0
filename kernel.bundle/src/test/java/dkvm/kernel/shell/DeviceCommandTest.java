// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dkvm.kernel.device.ScriptedDesk;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the shell shows of one device, and of all of them as a drawing. */
@Timeout(60)
class DeviceCommandTest {
    @TempDir
    Path home;

    private CommandLab lab;

    @BeforeEach
    void begin() {
        lab = new CommandLab(home);
        lab.desk.device("a", CommandLab.ONCE, ScriptedDesk.FOREVER, Port.newBuilder().setName("keys")
                .setDirection(Direction.OUT).setKind(Kind.KEYBOARD).build());
        lab.desk.await("a", "RUNNING");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void showsAllOfIt() throws Exception {
        var outcome = lab.run("device", "a");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("state                 RUNNING\n", "ports                 out keys (keyboard)\n",
                        "config.options.hello  " + home.resolve("a.hello") + "\n",
                        "it is\n  \uFFFD[31mhot\n")
                .doesNotContain("hello\n  ", "crash report");

        var json = JsonParser.parseString(lab.run("device", "a", "--json").out()).getAsJsonObject();
        assertThat(json.get("id").getAsString()).isEqualTo("a");
        assertThat(json.get("state").getAsString()).isEqualTo("RUNNING");
        assertThat(json.getAsJsonArray("ports").toString()).contains("\"keys\"", "\"out\"", "\"keyboard\"");
        assertThat(json.getAsJsonObject("options").get("options.hello").getAsString()).endsWith("a.hello");
        assertThat(json.getAsJsonArray("log")).hasSize(1);
    }

    @Test
    void showsNoMoreLinesThanAreWanted() {
        assertThat(lab.run("device", "a").out()).contains("hot");
        assertThat(lab.run("device", "a", "-n", "0").out()).doesNotContain("hot");
    }

    @Test
    void hasToBeThere() {
        assertThat(lab.run("device", "aa").err()).contains("there is no device \"aa\"; did you mean \"a\"");
        assertThat(lab.run("device").code()).isEqualTo(2);
    }

    @Test
    void isABoxInTheDrawing() {
        lab.desk.devices.stop("a");
        lab.desk.await("a", "STOPPED");
        assertThat(lab.run("dot").out()).startsWith("digraph dkvm {\n").endsWith("}\n")
                .contains("  \"a\" [label=\"a\\nprocess\\nSTOPPED\", style=dashed];\n");
    }
}
