// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import dkvm.launcher.CommandLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running kernel tells of itself: its log, followed and turned up from elsewhere, and its device types. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class LogsIT {
    @RegisterExtension
    final Lab lab = new Lab();

    private Result ctl(String... words) {
        return lab.inProcess(Stream.concat(Stream.of("ctl", "--home", lab.home()), Stream.of(words)).toArray());
    }

    private static void await(Path file, String text) {
        Await.find(() -> '"' + text + "\" in " + file, Await.LONG, () -> Files.readString(file).contains(text)
                ? Optional.of(true)
                : Optional.empty());
    }

    @Test
    void isFollowedAndTurnedUpAndAllOfItLastsUntilTheKernelEnds() throws Exception {
        var journal = Files.readAttributes(lab.write("err", ""), "unix:dev,ino");
        lab.environment("JOURNAL_STREAM", journal.get("dev") + ":" + journal.get("ino"));
        lab.write("say.sh", """
                echo "<7>level $DKVM_LOG_LEVEL" >&2
                echo "<4>hello" >&2
                echo "  there" >&2
                exit 1
                """);
        var kernel = lab.start(lab.desk("""
                devices:
                  d:
                    type: process
                    config: {command: [sh, say.sh]}
                    restart: {initial: 50ms, max: 100ms, limit: 0}
                """));
        // What a device indents stays indented.
        kernel.awaitLog("<4>device.d: hello\n<4>    there\n");
        assertThat(lab.home().resolve("log/dkvm.log")).doesNotExist();
        Await.until("the control socket", () -> kernel.ask("devices").isPresent());

        var follower = lab.begin("follow", "ctl", "--home", lab.home(), "logs", "-f", "-n", "0", "d");
        await(lab.file("follow"), "WARN device.d hello\n    there\n");
        assertThat(ctl("log-level", "d", "debug")).isEqualTo(new Result(0, "", ""));
        await(lab.file("follow"), "DEBUG device.d level debug\n");
        var events = lab.begin("events", "ctl", "--home", lab.home(), "events", "-f");
        await(lab.file("events"), "device/d/state");

        assertThat(ctl("log-level", "d", "error").code()).isZero();
        assertThat(ctl("log-level", "debug").code()).isZero();
        kernel.awaitLog("<7>kernel.device: d: ");
        assertThat(ctl("logs", "--level", "warn", "--since", "1m").out()).doesNotContain("DEBUG", "INFO");
        assertThat(ctl("log-level", "e", "error").code()).isEqualTo(2);
        assertThat(ctl("logs", "-n", "1", "--json").out()).startsWith("{\"time\":").hasLineCount(1);
        assertThat(ctl("shutdown").code()).isZero();
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        for (var each : List.of(follower, events)) {
            assertThat(each.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(each.exitValue()).as("who follows a kernel that stops has seen it all").isZero();
        }
    }

    @Test
    void typesAreListedWithTheirOptionsAndCommandsAreKnownWithoutTheirCtl() throws Exception {
        var kernel = lab.start("--log-level", "debug",
                lab.desk("devices: {d: {type: process, config: {command: [cat]}}}\n"));
        Await.until("the control socket", () -> kernel.ask("devices").isPresent());
        kernel.awaitLog(" DEBUG kernel.device d: ");
        assertThat(ctl("types").out()).contains("dummy-keyboard-source  out keys (keyboard)");
        assertThat(ctl("types", "dummy-keyboard-source").out()).contains("speed", "number, at least 0", "1.0");
        var schema = lab.dkvm("ctl", "--home", lab.home(), "types", "--schema").out();
        assertThat(schema).contains("\"config.dummy-keyboard-sink\"");
        assertThat(lab.inProcess("check", "--schema").out()).isEqualTo(schema);
        assertThat(ctl("types", "dummy-keybord-source").err()).contains("did you mean \"dummy-keyboard-source\"");

        var commands = ctl("help").out().lines().filter(line -> line.startsWith("  "))
                .map(line -> line.strip().split(" ", -1)[0]).filter(name -> !name.equals("help")).toList();
        assertThat(commands).contains("devices", "shutdown");
        for (var command : commands) {
            assertThat(CommandLines.refusal(Lab.DISTRIBUTION, command)).isEqualTo(withCtl(command));
        }
        assertThat(lab.dkvm("devices")).isEqualTo(new Result(2, "", withCtl("devices")));
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static String withCtl(String command) {
        return "dkvm: unknown command \"" + command + "\"; use \"dkvm ctl " + command + "\"\n";
    }
}
