// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One home, one kernel. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class SecondKernelIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void isTurnedAwayByTheFirstWhichRunsOnAndWelcomeOnAHomeOfItsOwn() throws Exception {
        var desk = lab.desk("");
        var first = lab.start(desk);
        first.awaitLog("kernel.run");
        Await.until("the control socket", () -> first.ask("devices").isPresent());

        var file = JsonParser.parseString(Files.readString(lab.home().resolve("kernel.json"))).getAsJsonObject();
        assertThat(file.keySet()).containsExactlyInAnyOrder("pid", "started", "socket");
        assertThat(file.get("pid").getAsLong()).isEqualTo(first.process().pid());

        var second = lab.dkvm("run", "--home", lab.home(), desk);
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err()).hasLineCount(1)
                .startsWith("dkvm: a kernel with pid " + first.process().pid() + " runs on " + lab.home());
        var elsewhere = lab.dkvm("run", "--home", lab.file("other"), "--until-end", desk);
        assertThat(elsewhere.code()).as(elsewhere.err()).isZero();

        assertThat(lab.inProcess("ctl", "--home", lab.home(), "devices", "--json"))
                .isEqualTo(new Result(0, "[]\n", ""));
        first.signal("TERM");
        assertThat(first.awaitExit(Lab.STOP)).isZero();
        var late = lab.dkvm("ctl", "--home", lab.home(), "devices");
        assertThat(late.code()).isEqualTo(3);
        assertThat(late.err()).hasLineCount(1).startsWith("dkvm: no kernel runs on " + lab.home());
    }
}
