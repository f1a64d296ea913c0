// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolRangeTest {

    @Test
    void readsMinAndMax() {
        assertThat(ProtocolRange.parse("1-12")).isEqualTo(new ProtocolRange(1, 12));
        assertThat(ProtocolRange.parse("1-1").includesOurs()).isTrue();
        assertThat(ProtocolRange.parse("2-3").includesOurs()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "-1", "1-", "a-b", "1-2x", "1--"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ProtocolRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
