// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command of a device is a script that listens to nothing, and the device its child: they end together. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class WrapperIT {
    private static final Duration SOON = Duration.ofSeconds(2);

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void endsWithAllThatItStarted() throws Exception {
        lab.write("wrapper.sh", """
                trap '' TERM INT HUP
                sleep 1000 &
                echo $! >helper.part && mv helper.part helper
                setsid sleep 1000 &
                python3 "$1"
                sleep 1000
                """);
        Lab.needs("python3", "python3");
        var kernel = lab.start(lab.desk("""
                devices:
                  wrapped: {type: process, restart: {initial: 10ms, limit: 0}, config: {command: [sh, wrapper.sh, '%s'],
                    options: {file: '%s'}, ports: {in: {keys: keyboard}}}}
                """.formatted(Lab.CHECKOUT.resolve("examples/python-sink.py"), lab.file("out.jsonl"))));
        var wrapper = kernel.awaitRunning("wrapped");
        var helper = helper();
        var all = wrapper.descendants().toList();
        assertThat(all).hasSize(3).contains(helper);

        // What has a session of its own, and lost its parent, is nobody's.
        var stranger = all.stream().filter(child -> !child.equals(helper)
                && child.info().command().orElse("").endsWith("sleep")).findFirst().orElseThrow();
        wrapper.destroyForcibly();
        for (var child : List.copyOf(all)) {
            if (!child.equals(stranger)) {
                Await.until("the end of " + child, SOON, () -> Traces.ended(child));
            }
        }
        stranger.destroyForcibly();
        var again = kernel.awaitDevice("wrapped", device -> Links.number(device, "restarts") == 1
                && device.get("state").getAsString().equals("RUNNING"));
        var second = ProcessHandle.of(again.get("pid").getAsLong()).orElseThrow();
        var children = second.descendants().toList();
        assertThat(children).hasSize(3);

        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        for (var child : children) {
            Await.until("the end of " + child, SOON, () -> Traces.ended(child));
        }
    }

    private ProcessHandle helper() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(lab.file("helper")).strip())).orElseThrow();
    }
}
