// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device that knows the wire protocol's text and nothing else of dKVMs, in a desk of the real distribution. */
@Timeout(120)
class PythonSinkIT {
    private static final Pattern KEY = Pattern.compile("E: \\S+ 0001 \\S+ 000([01])");

    @TempDir
    Path folder;

    @Test
    void writesEachKeyOfTheRecording() throws Exception {
        Desk.needs("python3");
        var desk = Desk.in(folder).copy("python.yaml", "python-sink.py", "typing.evemu");

        assertThat(desk.dkvm("check", "--strict", "python.yaml").code()).isZero();
        var result = desk.dkvm("run", "--until-end", "--timeout", "50s", "--report", "-", "python.yaml");

        assertThat(result.code()).as(result.err()).isZero();
        var strokes = new ArrayList<String>();
        KEY.matcher(Files.readString(folder.resolve("typing.evemu"))).results()
                .forEach(key -> strokes.add(key.group(1).equals("1") ? "down" : "up"));
        var lines = Files.readAllLines(folder.resolve("out/keys.txt"));
        assertThat(lines.stream().map(line -> line.substring(11))).isEqualTo(strokes);
        // Shift, h, e, …, Enter.
        assertThat(lines).startsWith("0x000700e1 down", "0x0007000b down", "0x0007000b up", "0x000700e1 up",
                "0x00070008 down").endsWith("0x00070028 down", "0x00070028 up");
        var link = JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonObject("pipelines")
                .getAsJsonObject("typing").getAsJsonArray("links").get(0).getAsJsonObject();
        assertThat(link.get("out").getAsInt()).isEqualTo(strokes.size());
        assertThat(Collections.frequency(strokes, "up")).isEqualTo(strokes.size() / 2);
    }

    @Test
    void saysWhatItIsWhenStartedByHand() throws Exception {
        Desk.needs("python3");
        var result = Scripts.run(folder, Desk.in(folder).environment(),
                List.of("python3", Scripts.ROOT.resolve("examples/python-sink.py").toString()));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("is a dKVMs device").hasLineCount(1);
    }
}
