// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that are no devices, beside a good desk that does not notice. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BadDeviceIT {
    private static final String NOT_THE_PROTOCOL = "it does not speak the protocol: ";
    /** Longer than a mute device is given to say Hello. */
    private static final int STROKES = 300;
    private static final long STEP_MICROS = 40_000;

    @RegisterExtension
    final Lab lab = new Lab();

    /** What a program does, as a shell command, by device. */
    private static Map<String, String> programs() {
        var programs = new LinkedHashMap<String, String>();
        programs.put("garbage", "printf '\\001\\200\\377\\376%100000s'; sleep 1000");
        programs.put("length", "printf 'DKV1\\377\\377\\377\\377\\377'; sleep 1000");
        programs.put("long", "printf 'DKV1\\201\\200\\004'; head -c 70000 /dev/zero; sleep 1000");
        programs.put("malformed", "printf 'DKV1\\003\\377\\377\\377'; sleep 1000");
        programs.put("text", "echo 'Hello, I am a keyboard'; exec cat");
        programs.put("usage", "echo 'usage: keyboard FILE'; echo '<3>no FILE' >&2; exit 2");
        programs.put("mute", "exec sleep 1000");
        programs.put("exits", "exit 0");
        programs.put("final", "echo '<3>no such keyboard' >&2; exit 78");
        programs.put("killed", "kill -SEGV $$; sleep 1000");
        programs.put("absent", "exec no-such-program");
        return programs;
    }

    /** Words of the reason for its end. */
    private static Map<String, String> reasons() {
        return Map.ofEntries(
                Map.entry("garbage", NOT_THE_PROTOCOL + "it does not begin with \"DKV1\"; it said 01 80 ff fe"),
                Map.entry("length", NOT_THE_PROTOCOL + "the length of a message is no varint; it said ff ff ff ff ff"),
                Map.entry("long", NOT_THE_PROTOCOL + "a message of 65537 bytes; 65536 are allowed"),
                Map.entry("malformed", NOT_THE_PROTOCOL),
                Map.entry("text", NOT_THE_PROTOCOL
                        + "it does not begin with \"DKV1\"; it said \"Hello, I am a keyboard\\n"),
                Map.entry("usage", "exit status 2"), //
                Map.entry("mute", "it did not say Hello within 10 s"), //
                Map.entry("exits", "exit status 0"), //
                Map.entry("final", "exit status 78"), //
                Map.entry("killed", "killed by signal 11"), //
                Map.entry("absent", "exit status 127: its program was not found"));
    }

    @Test
    void eachIsReportedInWordsAndTheOthersRunOn() throws Exception {
        var strokes = Stroke.typed(STROKES / 2);
        Stroke.write(lab.file("input.evemu"), strokes, STEP_MICROS);
        var desk = new StringBuilder("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                """);
        programs().forEach((id, program) -> desk.append("  ").append(id)
                .append(": {type: process, restart: {initial: 20ms, limit: 2}, config: {command: [sh, -c, '")
                .append(program.replace("'", "''").replace("$", "$$")).append("']}}\n"));
        desk.append("pipelines: {typing: {from: keys, to: paper}}\n");
        var kernel = lab.start(lab.desk(desk.toString()));

        var failed = new LinkedHashMap<String, JsonObject>();
        programs().keySet().forEach(id -> failed.put(id, kernel.awaitDevice(id, BadDeviceIT::hasEnded)));
        kernel.awaitState("keys", "ENDED");
        Await.until("the last key in the file", () -> Stroke.read(lab.file("out.evemu")).size() == STROKES);

        var softly = new SoftAssertions();
        var log = kernel.log();
        failed.forEach((id, device) -> {
            var reason = device.getAsJsonObject("last_exit").get("reason").getAsString();
            softly.assertThat(reason).as(id).contains(reasons().get(id));
            softly.assertThat(log.lines().filter(line -> line.contains(id + ": ")).toList()).as(id)
                    .anySatisfy(line -> assertThat(line).contains("kernel.device " + id, reason.replace("\n", "\\n")));
        });
        softly.assertThat(kernel.device("final").orElseThrow().get("restarts").getAsLong()).isZero();
        softly.assertThat(log).contains("ERROR device.final no such keyboard", "ERROR device.usage no FILE",
                "ERROR device.usage usage: keyboard FILE");
        softly.assertThat(log).doesNotContain("Exception", "\tat ");
        for (var id : new String[]{"keys", "paper"}) {
            softly.assertThat(kernel.device(id).orElseThrow().get("restarts").getAsLong()).as(id).isZero();
        }
        softly.assertAll();
        assertThat(Stroke.read(lab.file("out.evemu"))).isEqualTo(strokes);
        kernel.links().complete(STROKES);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static boolean hasEnded(JsonObject device) {
        return device.get("last_exit").isJsonObject();
    }
}
