// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForegroundTest {

    @Test
    void theTerminalIsOursWhileItsGroupIsOurs() {
        assertThat(Foreground.isOurs("4711 (java) S 4000 4711 4000 34816 4711 4194304 0\n")).isTrue();
        assertThat(Foreground.isOurs("4711 (java) S 4000 4711 4000 34816 4000 4194304 0\n")).isFalse();
        assertThat(Foreground.isOurs("4711 (a) b (c) S 4000 4711 4000 34816 4711 4194304 0\n")).isTrue();
        assertThat(Foreground.isOurs("4711 (java) S 4000 4711 4711 0 -1 4194304 0\n")).as("no terminal").isFalse();
    }
}
