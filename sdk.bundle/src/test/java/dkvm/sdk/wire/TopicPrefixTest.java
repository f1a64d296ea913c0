// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPrefixTest {

    @ParameterizedTest
    @CsvSource({"'',device/keys/state,true", "device,device/keys/state,true", "device/,device/keys/state,true",
            "device/keys,device/keys/state,true", "device/keys,device/keys,true", "device/key,device/keys/state,false",
            "device/keys/state/x,device/keys/state,false", "device/*/state,device/keys/state,true",
            "device/*/state,device/keys/stated,false", "device/*/state,device/keys/other,false",
            "device/*,device/keys/state,true", "device/*,device,false", "*/keys,device/keys/x,true",
            "*,pipeline/a/state,true", "pipeline,device/keys/state,false"})
    void comparesWholeSegments(String prefix, String topic, boolean matches) {
        assertThat(new TopicPrefix(prefix).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/device", "device//keys", "device/k*", "device/ü", "device/a b", "device/**"})
    void refusesWhatIsNoPrefix(String text) {
        assertThatThrownBy(() -> new TopicPrefix(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no prefix of topics");
    }

    @Test
    void knowsATopic() {
        assertThat(TopicPrefix.isTopic("device/keys-1/Lamp_on.2")).isTrue();
        assertThat(TopicPrefix.isTopic("a".repeat(TopicPrefix.MAX_TOPIC))).isTrue();
        assertThat(TopicPrefix.isTopic("a".repeat(TopicPrefix.MAX_TOPIC + 1))).isFalse();
        assertThat(TopicPrefix.isTopic("")).isFalse();
        assertThat(TopicPrefix.isTopic("device/")).isFalse();
        assertThat(TopicPrefix.isTopic("device/*")).isFalse();
    }
}
