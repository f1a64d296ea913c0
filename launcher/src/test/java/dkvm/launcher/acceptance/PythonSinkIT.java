// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A device that knows the wire protocol's text and nothing else of dKVMs, in a desk of the real distribution. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class PythonSinkIT {
    private static final Pattern KEY = Pattern.compile("E: \\S+ 0001 \\S+ 000([01])");

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void pythonIsThere() {
        Lab.needs("python3", "python3");
    }

    @Test
    void writesEachKeyOfTheRecording() throws Exception {
        var folder = Files.createDirectory(lab.file("examples"));
        for (var name : List.of("python.yaml", "python-sink.py", "typing.evemu")) {
            Files.copy(Lab.CHECKOUT.resolve("examples").resolve(name), folder.resolve(name));
        }
        Files.createDirectory(folder.resolve("out"));
        var desk = folder.resolve("python.yaml");

        var check = lab.inProcess("check", "--strict", desk);
        assertThat(check.code()).as(check.err()).isZero();
        var result = lab.run("--until-end", "--timeout", "50s", "--report", "report.json", desk);

        assertThat(result.code()).as(result.err()).isZero();
        var strokes = new ArrayList<String>();
        KEY.matcher(Files.readString(folder.resolve("typing.evemu"))).results()
                .forEach(key -> strokes.add(key.group(1).equals("1") ? "down" : "up"));
        var lines = Files.readAllLines(folder.resolve("out/keys.txt"));
        assertThat(lines.stream().map(line -> line.substring("0x000700e1 ".length()))).isEqualTo(strokes);
        // Shift, h, e, …, Enter.
        assertThat(lines).startsWith("0x000700e1 down", "0x0007000b down", "0x0007000b up", "0x000700e1 up",
                "0x00070008 down").endsWith("0x00070028 down", "0x00070028 up");
        Links.ofReport(lab.file("report.json")).complete(strokes.size());
    }

    @Test
    void saysWhatItIsWhenStartedByHand() throws Exception {
        var result = lab.program(null,
                List.of("python3", Lab.CHECKOUT.resolve("examples/python-sink.py").toString()));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("is a dKVMs device").hasLineCount(1);
    }

    @Test
    void refusesAKernelOfOtherVersionsInWords() throws Exception {
        lab.environment("DKVM_PROTOCOL", "3-4");

        var result = lab.program(null,
                List.of("python3", Lab.CHECKOUT.resolve("examples/python-sink.py").toString()));

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("<3>the kernel speaks no version 1 of the wire protocol").hasLineCount(1);
    }
}
