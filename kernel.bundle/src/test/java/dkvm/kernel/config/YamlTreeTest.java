// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.TestTypes.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What YAML allows and forbids, and files that are none. */
class YamlTreeTest {
    @TempDir
    Path folder;

    private List<String> read(byte[] content) throws IOException {
        var file = Files.write(folder.resolve("desk.yaml"), content);
        return TestTypes.lines(new DeskReader(TestTypes.ALL, Map.of()).read(file, false));
    }

    private List<String> read(String content, Charset charset) throws IOException {
        return read(content.getBytes(charset));
    }

    @Test
    void readsEveryEncodingOfYaml() throws IOException {
        assertThat(read("version: 1\n", StandardCharsets.UTF_8)).isEmpty();
        assertThat(read("\uFEFFversion: 1\n", StandardCharsets.UTF_8)).isEmpty();
        assertThat(read("version: 1\nkernel: {name: Bücher}\n", StandardCharsets.UTF_16)).isEmpty();
        assertThat(read("\uFEFFversion: 1\n", StandardCharsets.UTF_16LE)).isEmpty();
        assertThat(read("\uFEFFversion: 2\n", StandardCharsets.UTF_8)).singleElement().asString().startsWith("1:10 ");
    }

    @Test
    void countsColumnsInCharactersAndLinesAnyWay() {
        assertThat(findings("version: 1\r\nkernel: {name: \"😀é\", nam: x}\r\n")).singleElement().asString()
                .startsWith("2:22 error unknown key \"nam\"");
        assertThat(findings("version: 1\rkernel: {nam: x}\r")).singleElement().asString().startsWith("2:10 ");
    }

    @Test
    void pointsAtBytesThatAreNotUtf8() throws IOException {
        assertThat(read("version: 1\nkernel: {name: Bücher}\n", StandardCharsets.ISO_8859_1)).singleElement()
                .asString().startsWith("2:17 error the file is not UTF-8");
        assertThat(read(new byte[]{'v', (byte) 0xe2, (byte) 0x82})).singleElement().asString().startsWith("1:2 ");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        var reader = new DeskReader(TestTypes.ALL, Map.of());
        assertThat(TestTypes.lines(reader.read(folder.resolve("none.yaml"), false))).singleElement().asString()
                .contains("no such file");
        assertThat(TestTypes.lines(reader.read(folder, false))).singleElement().asString().contains("directory");
        assertThat(read("#".repeat(10 << 20), StandardCharsets.UTF_8)).singleElement().asString()
                .contains("larger than 1 MiB");
        assertThat(read("version: 1\nkernel: {name: \"a\u0007\"}\n", StandardCharsets.UTF_8)).singleElement()
                .asString().startsWith("2:18 error character U+0007");
    }

    @Test
    void takesAnEmptyFileForOneWithoutVersion() {
        for (var text : List.of("", "\n\n", "# nothing\n", "---\n", "~", "\uFEFF", "--- null\n...\n")) {
            assertThat(findings(text)).as(text).singleElement().asString()
                    .contains("error the file lacks required \"version\"");
        }
    }

    @Test
    void takesNothingForAnEmptySection() {
        assertThat(findings("""
                version: 1
                kernel:
                memory: ~
                devices: null
                pipelines:
                """)).isEmpty();
        assertThat(findings("version: 1\ndevices:\n  k:\n")).containsExactly(
                "3:3 error device \"k\" lacks required \"type\"; add it");
        assertThat(findings("version: 1\ndevices:\n  k: {type: dummy-keyboard-sink, config: {file: }}\n"))
                .containsExactly("3:34 error \"config\" lacks required \"file\"; add it");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(findings("version: 1\n---\nversion: 1\n")).singleElement().asString()
                .startsWith("2:1 error a second document begins here");
    }

    @Test
    void refusesKeysThatAreNoNames() {
        assertThat(findings("version: 1\n? [a, b]\n: 1\n? {a: b}\n: 2\n")).hasSize(2)
                .allMatch(line -> line.contains("a name expected as key"));
        assertThat(findings("version: 1\n1: 1\ntrue: 2\n~: 3\n2.5: 4\n")).hasSize(4)
                .allMatch(line -> line.contains("unknown key"));
    }

    @Test
    void followsAliasesAndMergeKeys() {
        var checked = TestTypes.read("""
                version: 1
                devices:
                  a: &base
                    type: dummy-keyboard-source
                    config: &c {file: &f one.evemu}
                    liveness: 1s
                  b: {<<: *base, liveness: 2s}
                  c: {<<: [{config: {file: *f}}, *base]}
                  d: {type: dummy-keyboard-source, config: {<<: *c, speed: 2}}
                """);
        assertThat(TestTypes.lines(checked)).isEmpty();
        var devices = checked.desk().orElseThrow().devices();
        assertThat(devices).allSatisfy(d -> assertThat(d.options()).containsEntry("file", "/desk/one.evemu"));
        assertThat(devices.stream().map(d -> d.liveness().toSeconds())).containsExactly(1L, 2L, 1L, 5L);
        assertThat(devices.getLast().options()).containsEntry("speed", 2.0);
    }

    @Test
    void refusesWrongAliasesAndMergeKeys() {
        assertThat(findings("version: 1\nkernel: *none\n")).singleElement().asString()
                .startsWith("2:9 error alias \"*none\" has no anchor");
        assertThat(findings("version: 1\nkernel: &a {name: *a}\n")).singleElement().asString().startsWith("2:19 ");
        assertThat(findings("version: 1\n<<: 5\n")).singleElement().asString().startsWith("2:5 error \"<<\" takes in");
        assertThat(findings("version: 1\n<<: [1]\n")).singleElement().asString()
                .startsWith("2:5 error \"<<\" takes in");
    }

    @Test
    void reportsAFaultBehindAnAliasOnce() {
        assertThat(findings("""
                version: 1
                devices:
                  a: {type: dummy-keyboard-sink, config: &c {file: x, bad: 1}}
                  b: {type: dummy-keyboard-sink, config: *c}
                """)).singleElement().asString().startsWith("3:55 ");
    }

    @Test
    void refusesTags() {
        assertThat(findings("version: !!int 1\n")).singleElement().asString().contains("tags such as");
        assertThat(findings("!!java.net.URL [x]\n")).first().asString().contains("tags such as");
    }

    @Test
    void refusesATabForIndentationOnly() {
        assertThat(findings("version: 1 # a\ttab\n")).isEmpty();
        assertThat(findings("version: 1\nkernel:\n \tname: x\n")).singleElement().asString().contains("a tab");
    }

    @Test
    void reportsDuplicatesWithThePlaceOfTheFirst() {
        assertThat(findings("version: 1\nkernel: {name: a, watch: true, \"name\": b}\nversion: 1\n")).containsExactly(
                "2:32 error duplicate key \"name\", first in line 2; rename or remove one of them",
                "3:1 error duplicate key \"version\", first in line 1; rename or remove one of them");
    }
}
