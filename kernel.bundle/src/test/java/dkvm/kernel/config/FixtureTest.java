// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first line of each fixture says what must be reported: {@code LINE:COLUMN severity words | …}, or OK. */
class FixtureTest {
    private static final String PREFIX = "# expect: ";

    static List<Path> fixtures() throws IOException, URISyntaxException {
        var folder = FixtureTest.class.getResource("ok-lists.yaml");
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()).getParent())) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void reportsExactlyWhatTheFirstLineSays(Path file) throws IOException {
        var expected = Files.readAllLines(file).getFirst();
        assertThat(expected).startsWith(PREFIX);
        var checked = new DeskReader(TestTypes.ALL, Map.of()).read(file, false);
        var left = new ArrayList<>(TestTypes.lines(checked));
        if (!expected.equals(PREFIX + "OK")) {
            for (var one : expected.substring(PREFIX.length()).split(" \\| ", -1)) {
                var parts = one.split(" ", 3);
                var match = left.stream().filter(line -> line.startsWith(parts[0] + " " + parts[1] + " ")
                        && (parts.length < 3 || line.contains(parts[2]))).findFirst();
                assertThat(match).as(one + " among " + left).isPresent();
                left.remove(match.get());
            }
        }
        assertThat(left).isEmpty();
        assertThat(checked.isOk()).isEqualTo(!expected.contains(" error"));
    }
}
