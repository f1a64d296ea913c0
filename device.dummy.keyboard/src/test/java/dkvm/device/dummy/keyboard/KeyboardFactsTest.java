// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyboardFactsTest {
    private final DeviceBridge source = new KeyboardSourceBridge();
    private final DeviceBridge sink = new KeyboardSinkBridge();

    private static Options file(String name) {
        return Options.of(Map.of("file", name));
    }

    @Test
    void nameTheirPorts() {
        assertThat(source.facts().ports(file("a.jsonl"))).containsExactly(Port.out("keys", StreamKind.KEYBOARD));
        assertThat(sink.facts().ports(file("a.jsonl"))).containsExactly(Port.in("keys", StreamKind.KEYBOARD));
    }

    @Test
    void areEndlessInALoopOnly() {
        assertThat(source.facts().endless(Options.of(Map.of("loop", true)))).isTrue();
        assertThat(source.facts().endless(Options.of(Map.of("loop", false)))).isFalse();
        assertThat(sink.facts().endless(file("a.jsonl"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"typing.evemu", "typing.events", "/tmp/a.b/typing.jsonl", "TYPING.EVEMU", ".jsonl"})
    void acceptTheFormatsByExtension(String name) {
        for (var bridge : List.of(source, sink)) {
            assertThat(bridge.facts().validate(file(name))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"typing.txt", "typing", "typing.jsonl~", "/tmp/a.evemu/typing", "", "evemu", "a\0.evemu"})
    void refuseOtherNamesInWords(String name) {
        for (var bridge : List.of(source, sink)) {
            assertThat(bridge.facts().validate(file(name))).singleElement().satisfies(problem -> {
                assertThat(problem.option()).isEqualTo("file");
                assertThat(problem.message()).contains("must end in .evemu, .events or .jsonl");
            });
        }
    }

    @Test
    void areMadeAsTheKernelAndCheckMakeThem() throws Exception {
        for (var type : List.of(KeyboardSourceFacts.class, KeyboardSinkFacts.class)) {
            assertThat(type.getConstructor().newInstance()).isInstanceOf(DeviceFacts.class);
        }
    }

    @Test
    void launchAProgramOfThisBundle() {
        for (var bridge : List.of(source, sink)) {
            assertThat(bridge.launch(file("a.jsonl"))).isInstanceOfSatisfying(LaunchSpec.JavaMain.class, java -> {
                assertThat(java.mainClass()).startsWith("dkvm.device.dummy.keyboard.");
                assertThat(java.maxHeap()).isGreaterThanOrEqualTo(32 << 20);
            });
        }
    }
}
