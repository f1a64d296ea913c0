// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A recording of 1000 events a second is played while what plays it, what saves it, or both are replaced again and again:
 * the file is that of a run in which nothing was.
 */
@Timeout(1800)
@Execution(ExecutionMode.CONCURRENT)
class ReplacementIT {
    private static final int REPLACEMENTS = 100;
    private static final long STEP_MICROS = 1000;
    /** Ten seconds, played again and again: how far it came the link tells. */
    private static final List<Stroke> TYPED = Stroke.typed(5000);
    /** Events of a run in which nothing is replaced. */
    private static final int FEW = 1000;
    private static final int MANY = 180_000;
    /** The first time in a sink's file. */
    private static final long FIRST_MICROS = 1;

    @RegisterExtension
    final Lab lab = new Lab();

    /** How much the kernel had logged when all ran. */
    private int logged;

    @Test
    void aReplacedSourceLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.source("keyboard"), REPLACEMENTS / 20, FEW, reporter);
    }

    @Test
    void aReplacedSinkLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.sink("keyboard"), REPLACEMENTS / 20, FEW, reporter);
    }

    @Test
    void aReplacedBundleOfBothLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.both("keyboard"), REPLACEMENTS / 20, FEW, reporter);
    }

    @Test
    void aRestartedBundleLosesNothing(TestReporter reporter) throws Exception {
        restarts(REPLACEMENTS / 20, FEW, reporter);
    }

    @Test
    @Tag("soak")
    @Execution(ExecutionMode.SAME_THREAD)
    void aSourceThatIsReplacedOftenLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.source("keyboard"), REPLACEMENTS, MANY, reporter);
    }

    @Test
    @Tag("soak")
    @Execution(ExecutionMode.SAME_THREAD)
    void aSinkThatIsReplacedOftenLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.sink("keyboard"), REPLACEMENTS, MANY, reporter);
    }

    @Test
    @Tag("soak")
    @Execution(ExecutionMode.SAME_THREAD)
    void aBundleOfBothThatIsReplacedOftenLosesNothing(TestReporter reporter) throws Exception {
        replacements(Target.both("keyboard"), REPLACEMENTS, MANY, reporter);
    }

    @Test
    @Tag("soak")
    @Execution(ExecutionMode.SAME_THREAD)
    void aBundleThatIsRestartedOftenLosesNothing(TestReporter reporter) throws Exception {
        restarts(REPLACEMENTS, MANY, reporter);
    }

    private void replacements(Target target, int times, int undisturbed, TestReporter reporter)
            throws Exception {
        var random = Seed.of(getClass(), reporter).random();
        var kernel = start(target);

        new Replacer(lab, kernel, target.bundle(), random).replace(times);

        end(kernel, target, target + ", " + times + " replacements", undisturbed);
    }

    private void restarts(int times, int undisturbed, TestReporter reporter) throws Exception {
        var random = Seed.of(getClass(), reporter).random();
        var target = Target.both("keyboard");
        var kernel = start(target);

        new Replacer(lab, kernel, target.bundle(), random).restart(times);

        end(kernel, target, times + " restarts of the bundle", undisturbed);
    }

    private Kernel start(Target target) throws IOException {
        Stroke.write(lab.file("input.evemu"), TYPED, STEP_MICROS);
        target.deploy(lab);
        var kernel = lab.start(desk(target));
        play(kernel, target, 1);
        logged = kernel.log().length();
        return kernel;
    }

    private Path desk(Target target) throws IOException {
        return lab.desk("""
                devices:
                  keys: {type: %s, enabled: %s, config: {file: input.evemu, loop: true}}
                  paper: {type: %s, config: {file: out.evemu}}
                pipelines:
                  typing: {from: keys, to: paper}
                """.formatted(target.source(), !target.hasShippedSource(), target.sink()));
    }

    private void end(Kernel kernel, Target target, String what, int undisturbed) throws Exception {
        var link = stopped(kernel);
        int played = (int) Links.number(link, "in");
        var latency = link.getAsJsonObject("latency_us");
        System.out.printf("%s %s: %d events, delay beyond schedule p50 %s, p99 %s, max %s%n",
                getClass().getSimpleName(), what, played, millis(latency, "p50"), millis(latency, "p99"),
                millis(latency, "max"));
        var file = Files.readString(lab.file("out.evemu"));
        Files.delete(lab.file("out.evemu"));

        // Both are the recording, event for event and time for time, as far as they came; what is down then is released.
        var other = lab.start(desk(target));
        play(other, target, undisturbed);
        int whole = (int) Links.number(stopped(other), "in");
        var text = Files.readString(lab.file("out.evemu"));
        var header = text.substring(0, text.indexOf("E: "));
        assertSame(text, header + lines(whole) + release(text, whole));
        assertSame(file, header + lines(played) + release(file, played));
    }

    /** Begins to play once there is a sink, and waits for so many events. */
    private static void play(Kernel kernel, Target target, long events) {
        kernel.awaitRunning("paper");
        target.start(kernel, "keys");
        Await.find(() -> events + " events", Duration.ofMillis(events).plus(Await.LONG),
                () -> Optional.of(kernel.links().to("paper.keys")).filter(link -> Links.number(link, "in") >= events));
    }

    /** Ends the recording, and then the kernel: nothing was lost on the one link. */
    private JsonObject stopped(Kernel kernel) throws IOException, InterruptedException {
        assertThat(kernel.ask("stop", "keys")).hasValue("");
        var link = Await.find(() -> "all processed: " + kernel.links(), Await.LONG, () -> {
            var now = kernel.links().balanced().to("paper.keys");
            return Links.number(now, "queued") + Links.number(now, "in_flight") == 0
                    ? Optional.of(now)
                    : Optional.empty();
        });
        assertThat(Links.number(link, "out")).as("%s", link).isEqualTo(Links.number(link, "in")).isPositive();
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log().substring(logged)).doesNotContain(" ERROR ", " WARN ");
        logged = 0;
        return link;
    }

    private static String millis(JsonObject latency, String figure) {
        return "%.1f ms".formatted(latency.get(figure).getAsDouble() / 1000);
    }

    /** Tells where they part: both are long. */
    private static void assertSame(String file, String expected) {
        var lines = file.lines().toList();
        var expectedLines = expected.lines().toList();
        for (int i = 0; i < Math.min(lines.size(), expectedLines.size()); i++) {
            assertThat(lines.get(i)).as("line %d after\n%s", i, lines.subList(Math.max(0, i - 8), i))
                    .isEqualTo(expectedLines.get(i));
        }
        assertThat(lines).hasSameSizeAs(expectedLines);
    }

    /** The last report of a file whose recording was stopped while a key was down; its time is that of the stop. */
    private static String release(String file, int events) {
        var lines = file.lines().toList();
        var last = lines.subList(lines.size() - 2 * (events % 2), lines.size());
        return last.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** How so many events of the recording stand in a sink's file: each round begins when the last event of one is due. */
    private static String lines(int events) {
        var lines = new StringBuilder();
        int size = TYPED.size();
        for (int i = 0; i < events; i++) {
            var stroke = TYPED.get(i % size);
            long micros = FIRST_MICROS + STEP_MICROS * ((long) i / size * (size - 1) + i % size);
            Stroke.event(lines, micros, Integer.parseInt(stroke.key()), stroke.down() ? 1 : 0);
        }
        return lines.toString();
    }
}
