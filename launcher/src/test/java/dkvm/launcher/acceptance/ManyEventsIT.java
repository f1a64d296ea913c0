// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As many keys as there are, as fast as they go: none is lost, doubled or moved. */
@Timeout(240)
class ManyEventsIT {
    private static final int ALL = 200_000;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void nothingIsLost(TestReporter reporter) throws Exception {
        nothingIsLost(ALL / 20, reporter);
    }

    @Test
    @Tag("soak")
    void nothingIsLostOfVeryMany(TestReporter reporter) throws Exception {
        nothingIsLost(ALL, reporter);
    }

    private void nothingIsLost(int events, TestReporter reporter) throws Exception {
        var strokes = Stroke.typed(events / 2);
        Stroke.write(lab.file("input.evemu"), strokes, 1000);
        var desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, config: {file: input.evemu, speed: 0}}
                  evemu: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                  jsonl: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                pipelines:
                  copy: {from: keys, to: [evemu, jsonl]}
                """);
        long begun = System.nanoTime();

        var result = lab.run("--until-end", "--report", "report.json", desk);

        var time = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(events + " key events to two files: " + time.toMillis() + " ms");
        reporter.publishEntry("time", events + " key events to two files: " + time.toMillis()
                + " ms, the kernel's start and stop included");
        assertThat(result.code()).as(result.err()).isZero();
        Links.ofReport(lab.file("report.json")).complete(events);
        assertThat(Stroke.read(lab.file("out.evemu")).equals(strokes)).isTrue();
        assertThat(Files.readString(lab.file("out.jsonl")).lines()).hasSize(events);
        assertThat(Stroke.held(Stroke.read(lab.file("out.jsonl")))).isEmpty();
    }
}
