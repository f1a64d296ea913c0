// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.event.StreamKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown of a desk is read as the same desk again. */
class DeskDocumentTest {
    private static final Path FILE = Path.of("/desk/desk.yaml");

    private final DeskDocument document = new DeskDocument(TestTypes.ALL, _ -> Optional.empty());
    private final DeskReader reader = new DeskReader(TestTypes.ALL, Map.of());

    private String shown(String text) {
        return document.yaml(TestTypes.read(text).desk().orElseThrow());
    }

    private void comesBack(Desk desk, Path file) {
        var yaml = document.yaml(desk);
        var again = reader.read(file, yaml, false);
        assertThat(again.findings()).as(yaml).noneMatch(Finding::isError);
        assertThat(DeskChange.between(desk, again.desk().orElseThrow())).as(yaml).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dkvm.kernel.config.FixtureTest#fixtures")
    void everyRightDeskComesBack(Path file) throws IOException {
        reader.read(file, false).desk().ifPresent(desk -> comesBack(desk, file));
    }

    @Test
    void whateverStandsInItComesBack() {
        comesBack(TestTypes.read("""
                version: 1
                kernel: {name: 'a: "b" # $$c', watch: false}
                memory: {limit: 1000, storage: file}
                devices:
                  k: {type: dummy-keyboard-source, enabled: false, liveness: 0, memory: {limit: 3MiB},
                      config: {file: "a $$b\\u001b\\u0085\\u2028 'c'", speed: 1e-9}}
                  s: {type: dummy-keyboard-sink, config: {file: "~"}}
                  x: {type: switch, config: {trusted: [], files: ["1", "no", "null"], cache: 3, listen: "[::1]:5"}}
                  a: {type: dummy-audio-source, config: {duration: 1500ms, period: 7ms}}
                  p: {type: process, restart: {policy: never, limit: 0, max: 90s, initial: 1ms},
                      config: {command: ["a b", "", "- x"], env: {A: "", b: "x=y=$$z"},
                        options: {a: {b: {c: 1}}, d: 1.0E+10, e: "007", f: true, g: [], h: [1, true, "a: b"], i: ""},
                        ports: {out: {o: data}, in: {i: data, j: keyboard}}}}
                  u: {type: nobody-knows, config: {a: {b: 5}, c: [x], d: 10s}}
                pipelines:
                  one: {from: [k, x.a], to: [s], overflow: block, capacity: 7}
                  two: {from: u, to: u.in}
                  three: {from: p.o, to: p.i, overflow: drop-oldest}
                """).desk().orElseThrow(), FILE);
    }

    @Test
    void defaultsAreFilledInAndHaveUnits() {
        assertThat(shown("version: 1\ndevices: {a: {type: dummy-audio-source}, x: {type: switch}}\n")).contains(
                "    enabled: true\n", "      period: 10ms\n", "      cache: 64KiB\n", "      reset: 1m\n",
                "    liveness: 5s\n", "  storage: auto\n");
    }

    @Test
    void theDefaultsOfALinkAreThoseOfItsKind() {
        var desk = TestTypes.read("""
                version: 1
                devices:
                  v: {type: dummy-display-source}
                  w: {type: dummy-display-sink, config: {directory: d}}
                pipelines: {show: {from: v, to: w}}
                """).desk().orElseThrow();
        var shown = new DeskDocument(TestTypes.ALL, _ -> Optional.of(StreamKind.DISPLAY)).yaml(desk);
        assertThat(shown).contains("overflow: latest\n").doesNotContain("capacity");
        assertThat(reader.read(FILE, shown, false).isOk()).isTrue();
        assertThat(new DeskDocument(TestTypes.ALL, _ -> Optional.of(StreamKind.KEYBOARD)).yaml(desk))
                .contains("overflow: block\n", "capacity: 4096\n");
    }
}
