// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A desk that is only saved while 1000 events a second pass: what changed follows, and nothing else is touched. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class LiveConfigIT {
    private static final String DESK = """
            devices:
              keys: {type: dummy-keyboard-source, config: {file: typed.evemu, loop: true}}
              one: {type: dummy-keyboard-sink, config: {file: one.jsonl}}
              two: {type: dummy-keyboard-sink, config: {file: two.jsonl}}
              three: {type: dummy-keyboard-sink, config: {file: three.jsonl}}
              four: {type: dummy-keyboard-sink, config: {file: four.jsonl}}
            pipelines:
              first: {from: keys, to: one}
              second: {from: keys, to: two}
              third: {from: keys, to: three}
            """;
    /** An event a millisecond, and again from the first. */
    private static final List<Stroke> TYPED = Stroke.typed(20);
    private static final Pattern REFUSED = Pattern.compile("the configuration is wrong, and nothing was changed");

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void typing() throws Exception {
        Stroke.write(lab.file("typed.evemu"), TYPED, 1000);
    }

    private static List<Long> pids(Kernel kernel, String... devices) {
        return Stream.of(devices).map(id -> kernel.awaitRunning(id).pid()).toList();
    }

    private void awaitStrokes(String file) {
        Await.until("events in " + file,
                () -> Files.exists(lab.file(file)) && Stroke.read(lab.file(file)).size() > TYPED.size());
    }

    private static long out(Kernel kernel, String sink) {
        return Links.number(kernel.links().to(sink), "out");
    }

    @Test
    void whatIsSavedIsAppliedAndNothingElseIsTouched() throws Exception {
        var kernel = lab.start(lab.desk(DESK));
        awaitStrokes("one.jsonl");
        awaitStrokes("three.jsonl");
        var untouched = pids(kernel, "keys", "two", "three", "four");
        long one = pids(kernel, "one").getFirst();
        assertThat(kernel.ask("unlink", "keys", "three")).contains("");
        assertThat(kernel.ask("link", "keys", "four")).contains("");

        lab.desk(DESK.replace("one.jsonl", "uno.jsonl"));
        kernel.awaitLog("reload: device one: changed (config.file)");
        awaitStrokes("uno.jsonl");
        assertThat(pids(kernel, "one").getFirst()).isNotEqualTo(one);

        // By hand is until the kernel ends, also where the edit is of the very pipeline.
        lab.desk(DESK.replace("one.jsonl", "uno.jsonl").replace("third: {", "third: {capacity: 500, "));
        kernel.awaitLog("reload: pipeline third: changed (capacity)");
        assertThat(kernel.ask("config", "diff").orElseThrow().lines()).containsExactly(
                "link keys.keys > four.keys: linked by hand", "link keys.keys > three.keys: unlinked by hand");
        long before = out(kernel, "four.keys");
        Await.until("events at four", () -> out(kernel, "four.keys") > before);
        assertThat(kernel.links().all()).noneMatch(link -> link.get("to").getAsString().equals("three.keys"));

        tenEdits(kernel);
        broken(kernel);
        assertThat(pids(kernel, "keys", "two", "three", "four")).isEqualTo(untouched);
        assertThat(kernel.links().balanced().to("two.keys").getAsJsonObject("dropped").asMap().values())
                .allMatch(count -> count.getAsLong() == 0);
        assertThat(Links.dropped(kernel.links().to("four.keys"), "lost")).isZero();
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        playedWithoutAGap();
    }

    private void tenEdits(Kernel kernel) throws Exception {
        for (int i = 1; i <= 10; i++) {
            lab.desk(DESK.replace("one.jsonl", "edit-" + i + ".jsonl"));
            // What is tested: they are a tenth of a second apart.
            Thread.sleep(Duration.ofMillis(100));
        }
        awaitStrokes("edit-10.jsonl");
        assertThat(kernel.ask("config", "diff").orElseThrow()).doesNotContain("changed", "added", "removed");
    }

    private void broken(Kernel kernel) throws Exception {
        long one = pids(kernel, "one").getFirst();
        lab.desk(DESK.replace("to: one", "to: on").replace("loop: true", "loops: true"));
        awaitRefusals(kernel, 1);
        try (var shell = ControlLine.to(lab.home())) {
            var diff = shell.args("config", "diff");
            assertThat(diff.exit()).isEqualTo(2);
            assertThat(diff.err().lines()).hasSize(2).allMatch(line -> line.contains("/desk.yaml:"));
        }
        Files.delete(lab.file("desk.yaml"));
        awaitRefusals(kernel, 2);
        assertThat(pids(kernel, "one").getFirst()).isEqualTo(one);

        // As an editor saves.
        var saved = lab.write("desk.yaml.new",
                "version: 1\n" + DESK.replace("one.jsonl", "edit-10.jsonl").replace("four.jsonl}}",
                        "four.jsonl}, liveness: 9s}"));
        Files.move(saved, lab.file("desk.yaml"), StandardCopyOption.ATOMIC_MOVE);
        kernel.awaitLog("reload: device four: changed (liveness)");
        awaitRefusals(kernel, 2);
        assertThat(pids(kernel, "one").getFirst()).isEqualTo(one);
    }

    /** As often, and no oftener. */
    private static void awaitRefusals(Kernel kernel, long times) throws IOException {
        Await.until(times + " refusals", () -> REFUSED.matcher(kernel.log()).results().count() >= times);
        assertThat(REFUSED.matcher(kernel.log()).results().count()).isEqualTo(times);
    }

    /** The second sink has the recording again and again, from its first event on. */
    private void playedWithoutAGap() throws Exception {
        var got = Stroke.read(lab.file("two.jsonl"));
        assertThat(got).hasSizeGreaterThan(2 * TYPED.size());
        for (int i = TYPED.size(); i < got.size(); i++) {
            assertThat(got.get(i)).as("event %s of %s", i, got.size()).isEqualTo(got.get(i - TYPED.size()));
        }
        assertThat(Stroke.held(got)).isEmpty();
    }
}
