// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody looks at the events that pass a port, and disturbs nobody. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class TapIT {
    private static final int EVENTS = 40;

    @RegisterExtension
    final Lab lab = new Lab();

    private Kernel typing(double speed) throws Exception {
        var kernel = lab.start(lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: %s, loop: true, speed: %s}}
                  paper: {type: dummy-keyboard-sink, config: {file: paper.jsonl}}
                pipelines: {typing: {from: keys, to: paper}}
                """.formatted(Lab.CHECKOUT.resolve("examples/typing.evemu"), speed)));
        kernel.awaitRunning("keys");
        kernel.awaitRunning("paper");
        Await.until("events", () -> Links.number(kernel.links().to("paper.keys"), "out") > 0);
        return kernel;
    }

    /** The lines without their times. */
    private static List<String> events(List<String> lines) {
        return lines.stream().map(line -> {
            var json = JsonParser.parseString(line).getAsJsonObject();
            assertThat(json.remove("t").getAsDouble()).isNotNegative();
            return json.toString();
        }).toList();
    }

    @Test
    void whatIsTypedIsSeenInTheFormOfRecordings() throws Exception {
        var kernel = typing(4);
        for (var port : List.of("keys", "paper.keys")) {
            var tapped = lab.dkvm("ctl", "--home", lab.home(), "tap", port, "-n", EVENTS);
            assertThat(tapped.code()).as(tapped.err()).isZero();
            assertThat(tapped.out()).hasLineCount(EVENTS).startsWith("{\"t\":0.0,\"code\":\"");
            var seen = events(tapped.out().lines().toList());
            Await.until("the same in the sink's file", () -> Collections
                    .indexOfSubList(events(whole(lab.file("paper.jsonl"))), seen) >= 0);
        }
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    /** Its lines, but for one that is being written. */
    private static List<String> whole(Path file) throws Exception {
        var text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Test
    void whoReadsTooSlowlyMissesEventsAndHoldsNobodyUp() throws Exception {
        var kernel = typing(0);
        var tap = lab.begin("tapped", "ctl", "--home", lab.home(), "tap", "keys");
        Await.until("the first event", () -> Files.size(lab.file("tapped")) > 0);
        Kernel.signal("STOP", tap.pid());
        long before = Links.number(kernel.links().to("paper.keys"), "out");
        Await.until("100 000 events that pass", () -> Links.number(kernel.links().to("paper.keys"), "out") > before
                + 100_000);
        Kernel.signal("CONT", tap.pid());
        Await.until("that some were missed", () -> Files.readString(lab.file("tapped")).contains("{\"missed\":"));
        tap.destroy();
        kernel.links().balanced();
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertThat(kernel.log()).doesNotContain("ERROR", "WARN");
    }
}
