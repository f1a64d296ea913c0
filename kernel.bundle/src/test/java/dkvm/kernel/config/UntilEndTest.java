// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UntilEndTest {
    @Test
    void namesTheLinkedSourcesThatNeverEnd() {
        var reader = new DeskReader(TestTypes.ALL, Map.of());
        var checked = reader.read(Path.of("desk.yaml"), """
                version: 1
                devices:
                  endless: {type: dummy-display-source}
                  finite: {type: dummy-display-source, config: {frames: 3}}
                  unlinked: {type: dummy-display-source}
                  disabled: {type: dummy-display-source, enabled: false}
                  again: {type: process, config: {command: x}, restart: {policy: always}}
                  believed: {type: process, config: {command: x}}
                  unknown: {type: webcam}
                  w: {type: dummy-display-sink, config: {directory: a}, restart: {policy: always}}
                pipelines:
                  p: {from: [endless, finite, disabled, again, believed, unknown], to: w}
                """, false);
        assertThat(reader.endlessUnderUntilEnd(checked)).extracting(f -> f.format("desk.yaml")).satisfiesExactly(
                line -> assertThat(line).startsWith("desk.yaml:3:3: error: \"endless\" produces for ever"),
                line -> assertThat(line).startsWith("desk.yaml:7:3: error: \"again\" is started anew"));
    }

    @Test
    void hasNothingToSayOfAFileWithErrors() {
        var reader = new DeskReader(TestTypes.ALL, Map.of());
        assertThat(reader.endlessUnderUntilEnd(reader.read(Path.of("desk.yaml"), "x", false))).isEmpty();
    }
}
