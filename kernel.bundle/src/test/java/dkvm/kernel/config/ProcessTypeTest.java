// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.TestTypes.findings;
import static dkvm.kernel.config.TestTypes.options;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTypeTest {
    @Test
    void readsCommandEnvironmentOptionsAndPorts() {
        var options = options("""
                {type: process, config: {command: [python3, cam.py], env: {http_proxy: a=b, HTTP_PROXY: 7},
                    options: {rate: 30, deep: {ratio: 0.5, on: true}, zip: "007", list: [1, b]},
                    ports: {out: {video: display}, in: {keys: keyboard, video: display}}}}""");
        var process = ProcessOptions.of(options);
        assertThat(process.command()).containsExactly("python3", "cam.py");
        assertThat(process.environment()).isEqualTo(Map.of("http_proxy", "a=b", "HTTP_PROXY", "7"));
        assertThat(process.options()).isEqualTo(Map.of("rate", 30L, "deep.ratio", 0.5, "deep.on", true, "zip", "007",
                "list", List.of("1", "b")));
        assertThat(process.ports()).containsExactly(Port.out("video", StreamKind.DISPLAY),
                Port.in("keys", StreamKind.KEYBOARD), Port.in("video", StreamKind.DISPLAY));
    }

    @Test
    void needsNoMoreThanACommand() {
        var process = ProcessOptions.of(options("{type: process, config: {command: ./cam}}"));
        assertThat(process.command()).containsExactly("./cam");
        assertThat(process.ports()).isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(findings("""
                version: 1
                devices:
                  a: {type: process}
                  b: {type: process, config: {command: []}}
                  c: {type: process, config: {command: [x], env: {DKVM_HOME: x, "A B": x, C: }, enviroment: {}}}
                  d: {type: process, config: {command: [x], ports: {out: {v: displ, "V": audio, w: }, inn: {}}}}
                """)).satisfiesExactly( //
                line -> assertThat(line).startsWith("3:3 error \"config\" lacks required \"command\""), //
                line -> assertThat(line).startsWith("4:40 error \"command\" names no program"), //
                line -> assertThat(line).startsWith("5:51 error \"DKVM_HOME\" is no variable"), //
                line -> assertThat(line).startsWith("5:65 error \"A B\" is no variable"), //
                line -> assertThat(line).startsWith("5:75 error \"C\" has no value"), //
                line -> assertThat(line).startsWith("5:81 error unknown key \"enviroment\""), //
                line -> assertThat(line).startsWith("6:53 error").contains("lacks required \"w\""), //
                line -> assertThat(line).startsWith("6:62 error").contains("did you mean \"display\""), //
                line -> assertThat(line).startsWith("6:69 error port \"V\" must begin"), //
                line -> assertThat(line).startsWith("6:87 error unknown key \"inn\""));
    }

    @Test
    void nothingIsNoArgument() {
        assertThat(findings("""
                version: 1
                devices:
                  a:
                    type: process
                    config:
                      command: [sh, ~, null, "", "null"]
                      options: {}
                  b: {type: process, config: {command: [x], options: {list: [a, ~], deep: {more: [NULL]}}}}
                  c: {type: webcam, config: {list: [~]}}
                  d: {type: switch, config: {trusted: [a, ~]}}
                """)).filteredOn(line -> line.contains(" error "))
                .hasSize(6).allMatch(line -> line.contains("text expected") && line.contains("not nothing"));
        var options = options("{type: process, config: {command: [sh, '', \"null\", '~']}}");
        assertThat(ProcessOptions.of(options).command()).containsExactly("sh", "", "null", "~");
    }

    @Test
    void verifiesLinksOnlyWithDeclaredPorts() {
        var desk = """
                version: 1
                devices:
                  free: {type: process, config: {command: x}}
                  cam: {type: process, config: {command: x, ports: {out: {video: display}}}}
                  w: {type: dummy-keyboard-sink, config: {file: x}}
                pipelines:
                """;
        var checked = TestTypes.read(desk + "  p: {from: [free, free.keys], to: w}\n");
        assertThat(TestTypes.lines(checked)).isEmpty();
        assertThat(checked.desk().orElseThrow().pipelines().getFirst().links()).containsExactly(
                new LinkEntry("free", "", "w", "keys"), new LinkEntry("free", "keys", "w", "keys"));
        assertThat(findings(desk + "  p: {from: cam, to: w}\n  q: {from: free, to: cam}\n")).satisfiesExactly(
                line -> assertThat(line).contains("display cannot go to keyboard"),
                line -> assertThat(line).contains("\"cam\" has no input"));
    }
}
