// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How processes and kernel understand each other: exit statuses, what was said instead, environment, Hello. */
class ProcessWordsTest {

    @ParameterizedTest
    @CsvSource({
            "0,   0,  ,   false, false, exit status 0",
            "1,   1,  ,   false, false, exit status 1",
            "63,  63, ,   false, false, exit status 63",
            "64,  64, ,   true,  false, exit status 64",
            "75,  75, ,   false, true,  exit status 75",
            "78,  78, ,   true,  false, exit status 78",
            "79,  79, ,   false, false, exit status 79",
            "137, ,   9,  false, false, killed by signal 9",
            "143, ,   15, false, false, killed by signal 15",
            "255, 255,,   false, false, exit status 255",
    })
    void anExitStatusSays(int status, @Nullable Integer code, @Nullable Integer signal, boolean last, boolean temporary,
            String words) {
        var exit = new ExitStatus(status);

        assertThat(exit.code().stream().boxed()).isEqualTo(code == null ? List.of() : List.of(code));
        assertThat(exit.signal().stream().boxed()).isEqualTo(signal == null ? List.of() : List.of(signal));
        assertThat(exit.isFinal()).isEqualTo(last);
        assertThat(exit.isTemporary()).isEqualTo(temporary);
        assertThat(exit.words()).isEqualTo(words);
    }

    @Test
    void anExcerptIsTextWhereItIsText() {
        assertThat(Excerpt.of(new byte[0])).isEqualTo("nothing");
        assertThat(Excerpt.of("Grüße\n\tx".getBytes(StandardCharsets.UTF_8))).isEqualTo("\"Grüße\\n\\tx\"");
        assertThat(Excerpt.of(new byte[]{0, (byte) 0xff, 10})).isEqualTo("00 ff 0a");
        assertThat(Excerpt.of("\u009b2J".getBytes(StandardCharsets.UTF_8))).isEqualTo("c2 9b 32 4a");
        assertThat(Excerpt.of("\u001b[2J".getBytes(StandardCharsets.UTF_8))).isEqualTo("1b 5b 32 4a");
    }

    @Test
    void theEnvironmentIsPassedOnInPartOnly() {
        assertThat(DeviceEnvironment.passedOn(Map.of("PATH", "a", "LC_ALL", "b", "XDG_DATA_HOME", "c",
                "PULSE_SERVER", "d", "NOTIFY_SOCKET", "e", "LISTEN_FDS", "f", "JAVA_TOOL_OPTIONS", "g", "SECRET", "h")))
                .containsOnlyKeys("PATH", "LC_ALL", "XDG_DATA_HOME", "PULSE_SERVER");
    }

    @Test
    void theConfigurationIsOneObjectAndAVariableEach() throws IOException {
        assertThat(DeviceEnvironment.configuration(Map.of("sample-rate", 48000L, "loop", false, "file", "a \"b\" <c>",
                "list", List.of("x", "y"), "sub.key", 1.5)))
                .containsEntry("DKVM_CONFIG_SAMPLE_RATE", "48000").containsEntry("DKVM_CONFIG_LOOP", "false")
                .containsEntry("DKVM_CONFIG_FILE", "a \"b\" <c>").containsEntry("DKVM_CONFIG_LIST", "[\"x\",\"y\"]")
                .containsEntry("DKVM_CONFIG_SUB_KEY", "1.5").containsEntry("DKVM_CONFIG",
                        "{\"file\":\"a \\\"b\\\" <c>\",\"list\":[\"x\",\"y\"],\"loop\":false,\"sample-rate\":48000,"
                                + "\"sub.key\":1.5}");
        assertThatIOException()
                .isThrownBy(() -> DeviceEnvironment.configuration(Map.of("file", "x".repeat(70_000))));
    }

    @Test
    void aHelloIsRefusedInWords() {
        var good = Hello.newBuilder().setMinVersion(1).setMaxVersion(3).setType("keys");

        assertThat(Handshake.refusal(good.build(), "keys")).isEmpty();
        assertThat(Handshake.refusal(good.build(), "process")).isEmpty();
        assertThat(Handshake.refusal(good.build(), "mouse")).hasValueSatisfying(
                words -> assertThat(words).contains("\"keys\"", "\"mouse\""));
        assertThat(Handshake.refusal(good.clone().setMinVersion(2).build(), "keys")).hasValueSatisfying(
                words -> assertThat(words).contains("2 to 3"));
        assertThat(Handshake.refusal(good.clone().setMinVersion(0).setMaxVersion(0).build(), "keys")).isPresent();
        assertThat(Handshake.refusal(good.clone().addRequiredFeatures("gpu").build(), "keys")).hasValueSatisfying(
                words -> assertThat(words).contains("\"gpu\""));
    }

    @Test
    void portsOfAKindOrDirectionOfTheFutureAreLeftOut() {
        var hello = Hello.newBuilder().addPorts(port("keys").setDirection(Direction.OUT).setKind(Kind.KEYBOARD))
                .addPorts(port("bulk").setDirection(Direction.IN).setKind(Kind.DATA))
                .addPorts(port("smell").setDirection(Direction.IN).setKindValue(99))
                .addPorts(port("side").setDirectionValue(99).setKind(Kind.DATA)).addPorts(port("nothing")).build();

        assertThat(Handshake.ports(hello)).containsExactly(Port.out("keys", StreamKind.KEYBOARD),
                Port.in("bulk", StreamKind.DATA));
    }

    private static dkvm.sdk.wire.v1.Port.Builder port(String name) {
        return dkvm.sdk.wire.v1.Port.newBuilder().setName(name);
    }
}
