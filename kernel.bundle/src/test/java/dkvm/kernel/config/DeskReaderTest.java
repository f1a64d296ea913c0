// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.TestTypes.findings;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.kernel.config.RestartPolicy.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The sections of the file other than {@code pipelines} and a device's {@code config}. */
class DeskReaderTest {
    @Test
    void readsAllThatContractSection2Shows() {
        var checked = TestTypes.read("""
                version: 1
                kernel: {name: desk, watch: false}
                memory: {limit: 512MiB, storage: memfd}
                devices:
                  keys:
                    type: dummy-keyboard-source
                    enabled: false
                    config: {file: typing.evemu}
                    restart: {policy: always, initial: 100ms, max: 30s, limit: 3, window: 5m, reset: 2m}
                    liveness: 0
                    memory: {limit: 64MiB}
                """);
        assertThat(TestTypes.lines(checked)).isEmpty();
        var desk = checked.desk().orElseThrow();
        assertThat(desk.name()).isEqualTo("desk");
        assertThat(desk.watch()).isFalse();
        assertThat(desk.memory()).isEqualTo(new MemorySettings(OptionalLong.of(512L << 20), Storage.MEMFD));
        var device = desk.devices().getFirst();
        assertThat(device.enabled()).isFalse();
        assertThat(device.directory()).isEqualTo(Path.of("/desk"));
        assertThat(device.restart()).isEqualTo(new RestartPolicy(Mode.ALWAYS, Duration.ofMillis(100),
                Duration.ofSeconds(30), 3, Duration.ofMinutes(5), Duration.ofMinutes(2)));
        assertThat(device.liveness()).isZero();
        assertThat(device.memoryLimit()).hasValue(64L << 20);
        assertThat(checked.devices()).containsEntry("keys", new Position(5, 3));
    }

    @Test
    void fillsInTheDefaults() {
        var desk = TestTypes.read("version: 1\ndevices: {d: {type: switch}}\n").desk().orElseThrow();
        assertThat(desk.name()).isNotBlank();
        assertThat(desk.watch()).isTrue();
        assertThat(desk.memory()).isEqualTo(new MemorySettings(OptionalLong.empty(), Storage.AUTO));
        assertThat(desk.pipelines()).isEmpty();
        var device = desk.devices().getFirst();
        assertThat(device.enabled()).isTrue();
        assertThat(device.restart()).isEqualTo(RestartPolicy.DEFAULT);
        assertThat(device.liveness()).isEqualTo(DeviceEntry.DEFAULT_LIVENESS);
        assertThat(device.memoryLimit()).isEmpty();
    }

    @Test
    void aTypeIsANameAndNoBook() {
        assertThat(findings("version: 1\ndevices: {d: {type: %s}}\n".formatted("x".repeat(129)))).singleElement()
                .asString().startsWith("2:21 error").endsWith("it must be one line of at most 128 characters");
        assertThat(findings("version: 1\ndevices: {d: {type: \"a\\e[2Jb\"}}\n")).singleElement().asString()
                .startsWith("2:21 error");
        assertThat(findings("version: 1\ndevices: {d: {type: %s}}\n".formatted("x".repeat(128)))).singleElement()
                .asString().startsWith("2:21 warning");
    }

    @Test
    void reportsEveryFaultOfEverySectionAtOnce() {
        assertThat(findings("""
                version: 1
                kernel: {name: "", wach: true}
                memory: {limit: 0, storage: memfs}
                devices:
                  Keys: {typ: switch}
                  a: {type: switch, enabled: 5, liveness: 5, memory: 64MiB, restart: never}
                  b: {type: switch, restart: {policy: onfailure, initial: 2m, limit: -1, windw: 1s}}
                  c: [type, switch]
                pipelines: nothing
                """)).satisfiesExactly( //
                line -> assertThat(line).startsWith("2:16 error \"\" is out of range"), //
                line -> assertThat(line).startsWith("2:20 error unknown key \"wach\"").contains("\"watch\""), //
                line -> assertThat(line).startsWith("3:17 error \"0\" is out of range; it must be more than 0"), //
                line -> assertThat(line).startsWith("3:29 error one of auto, memfd, file").contains("\"memfd\""), //
                line -> assertThat(line).startsWith("5:3 error device id \"Keys\" must begin"), //
                line -> assertThat(line).startsWith("5:3 error device \"Keys\" lacks required \"type\""), //
                line -> assertThat(line).startsWith("5:10 error unknown key \"typ\"").contains("\"type\""), //
                line -> assertThat(line).startsWith("6:30 error true or false expected"), //
                line -> assertThat(line).startsWith("6:43 error duration expected").endsWith("add a unit"), //
                line -> assertThat(line).startsWith("6:54 error mapping expected"), //
                line -> assertThat(line).startsWith("6:70 error mapping expected"), //
                line -> assertThat(line).startsWith("7:39 error").contains("did you mean \"on-failure\""), //
                line -> assertThat(line).startsWith("7:59 error the first wait (initial: 2m) is longer"), //
                line -> assertThat(line).startsWith("7:70 error \"-1\" is out of range"), //
                line -> assertThat(line).startsWith("7:74 error unknown key \"windw\""), //
                line -> assertThat(line).startsWith("8:6 error mapping expected, not a list"), //
                line -> assertThat(line).startsWith("9:12 error mapping expected, not \"nothing\""));
    }

    @Test
    void readsNothingElseOfAnotherVersion() {
        assertThat(findings("version: 2\nnew: {}\n")).singleElement().asString()
                .startsWith("1:10 error version 2 is not known");
        assertThat(findings("version: one\n")).singleElement().asString().contains("whole number expected");
        assertThat(findings("version: \"1\"\n")).isEmpty();
    }

    @Test
    void givesNoDeskWithErrorsButOneWithWarnings() {
        assertThat(TestTypes.read("version: 1\nx: 1\n").desk()).isEmpty();
        assertThat(TestTypes.read("version: 1\ndevices: {d: {type: webcam}}\n").desk()).isPresent();
    }

    @Test
    void whatCannotBeReadIsReportedOnceAndNoTypeIsAskedAboutIt() {
        var checked = TestTypes.read("""
                version: 1
                devices:
                  d: {type: dummy-display-source, config: {width: 3, height: "${DKVM_NO_SUCH}"}}
                """);
        assertThat(TestTypes.lines(checked)).singleElement().asString().startsWith("3:62 error variable DKVM_NO_SUCH");
    }
}
