// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayFactsTest {
    private final DeviceBridge source = new DisplaySourceBridge();
    private final DeviceBridge sink = new DisplaySinkBridge();

    private static Options source(Object... given) {
        var all = new HashMap<String, Object>(
                Map.of("width", 1280L, "height", 720L, "rate", 30.0, "frames", 0L, "loop", false, "seed", 0L));
        for (int i = 0; i < given.length; i += 2) {
            all.put((String) given[i], given[i + 1]);
        }
        return Options.of(all);
    }

    @Test
    void nameTheirPorts() {
        assertThat(source.facts().ports(source())).containsExactly(Port.out("video", StreamKind.DISPLAY));
        assertThat(sink.facts().ports(Options.of(Map.of()))).containsExactly(Port.in("video", StreamKind.DISPLAY));
    }

    @Test
    void areEndlessInALoopOrAsAPatternWithoutANumberOfFrames() {
        assertThat(source.facts().endless(source())).isTrue();
        assertThat(source.facts().endless(source("frames", 5L))).isFalse();
        assertThat(source.facts().endless(source("frames", 5L, "loop", true))).isTrue();
        assertThat(source.facts().endless(source("files", "a.png"))).isFalse();
        assertThat(source.facts().endless(source("files", "a.png", "loop", true))).isTrue();
        assertThat(sink.facts().endless(Options.of(Map.of()))).isFalse();
    }

    @Test
    void tellTheSizeOfPatternsBeforeTheyRun() {
        assertThat(source.facts().slotBytes(source(), "video")).hasValue(1280 * 720 * 4);
        assertThat(source.facts().slotBytes(source("width", 16384L, "height", 16384L), "video")).hasValue(1L << 30);
        assertThat(source.facts().slotBytes(source("files", "a.png"), "video")).isEmpty();
    }

    @Test
    void takeEitherAPatternOrFiles() {
        assertThat(source.facts().validate(source())).isEmpty();
        assertThat(source.facts().validate(source("pattern", "random", "width", 5L, "seed", 3L))).isEmpty();
        assertThat(source.facts().validate(source("files", "/a/b*.png"))).isEmpty();
        assertThat(source.facts().validate(source("files", "a.png", "pattern", "bars", "width", 5L, "height", 6L,
                "seed", 7L))).extracting(DeviceFacts.Problem::option).containsExactly("pattern", "width", "height",
                        "seed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a[", "{a", "a\0"})
    void refuseFilesThatCannotBe(String files) {
        assertThat(source.facts().validate(source("files", files))).singleElement()
                .satisfies(problem -> assertThat(problem.option()).isEqualTo("files"))
                .satisfies(problem -> assertThat(problem.message()).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({"/tmp/out, 0", "out, 0", "/, 1", "'', 1"})
    void needAFolderOfItsOwn(String directory, int problems) {
        assertThat(sink.facts().validate(Options.of(Map.of("directory", directory)))).hasSize(problems)
                .allMatch(problem -> problem.option().equals("directory"));
    }

    @Test
    void areMadeAsTheKernelAndCheckMakeThem() throws Exception {
        for (var type : List.of(DisplaySourceFacts.class, DisplaySinkFacts.class)) {
            assertThat(type.getConstructor().newInstance()).isInstanceOf(DeviceFacts.class);
        }
    }

    @Test
    void launchAProgramOfThisBundle() {
        for (var bridge : List.of(source, sink)) {
            for (var options : List.of(source(), source("files", "a.png"))) {
                assertThat(bridge.launch(options)).isInstanceOfSatisfying(LaunchSpec.JavaMain.class, java -> {
                    assertThat(java.mainClass()).startsWith("dkvm.device.dummy.display.");
                    assertThat(java.maxHeap()).isGreaterThanOrEqualTo(32 << 20);
                });
            }
        }
    }
}
