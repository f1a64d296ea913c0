// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A kernel under a service manager: what it tells it, and what SIGHUP does. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ServiceIT {
    /** Not watched: what SIGHUP does is what is tested. */
    private static final String DESK = """
            kernel: {watch: false}
            devices:
              keys: {type: dummy-keyboard-source, config: {file: typed.evemu, loop: true}}
              paper: {type: dummy-keyboard-sink, config: {file: one.jsonl}}
            pipelines:
              typing: {from: keys, to: paper}
            """;
    /** Nobody waits for long for bundles that are not there yet, as on a machine that has much to do. */
    private static final Pattern READY = Pattern.compile("READY=1\nSTATUS=(2 of 2 devices running|.*; WAITING: )");
    /** On a machine that has much to do the sink's restart is seen before the reload is over. */
    private static final Pattern RELOADING = Pattern
            .compile("RELOADING=1\nMONOTONIC_USEC=\\d+(WATCHDOG=1|STATUS=[^=]*)*READY=1");

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void tellsItsManagerHowItIsAndReadsItsDeskAgainWhenToldTo() throws Exception {
        Lab.needs("socat", "socat");
        Stroke.write(lab.file("typed.evemu"), Stroke.typed(20), 20_000);
        var socket = lab.file("notify");
        var told = lab.file("told");
        var manager = new ProcessBuilder("socat", "-u", "UNIX-RECV:" + socket, "CREATE:" + told).start();
        try {
            Await.until("the manager's socket", () -> Files.exists(socket) && Files.exists(told));
            lab.environment("NOTIFY_SOCKET", socket);
            lab.environment("WATCHDOG_USEC", 400_000);
            var kernel = lab.start(lab.desk(DESK));
            Await.until("the beginning told", () -> READY.matcher(text(told)).find());
            awaitTold(told, "STATUS=2 of 2 devices running");
            awaitTold(told, "WATCHDOG=1");
            assertThat(environment(kernel.awaitRunning("keys"))).contains("DKVM_DEVICE_ID=keys")
                    .doesNotContain("NOTIFY_SOCKET", "WATCHDOG");

            var keys = kernel.awaitRunning("keys").pid();
            lab.desk(DESK.replace("one.jsonl", "two.jsonl"));
            kernel.signal("HUP");
            kernel.awaitLog("reload: device paper: changed (config.file)");
            Await.until("the reload told", () -> RELOADING.matcher(text(told)).find());
            Await.until("events in the new file", () -> Files.exists(lab.file("two.jsonl")));
            assertThat(kernel.awaitRunning("keys").pid()).isEqualTo(keys);

            kernel.signal("TERM");
            assertThat(kernel.awaitExit(Lab.STOP)).isZero();
            awaitTold(told, "STOPPING=1");
        } finally {
            manager.destroyForcibly().waitFor();
        }
    }

    private static void awaitTold(Path told, String what) {
        Await.until(what, () -> text(told).contains(what));
    }

    private static String text(Path told) throws IOException {
        return Files.readString(told);
    }

    private static String environment(ProcessHandle process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "environ"));
    }
}
