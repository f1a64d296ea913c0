// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("run", "check", "version");

    @Test
    void findsTheNearest() {
        assertThat(Suggestion.near("chekc", KNOWN)).contains("check");
        assertThat(Suggestion.near("urn", KNOWN)).contains("run");
        assertThat(Suggestion.near("ver", KNOWN)).contains("version");
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(Suggestion.near("frobnicate", KNOWN)).isEmpty();
        assertThat(Suggestion.near("x", KNOWN)).isEmpty();
    }

    @Test
    void countsASwapAsOneMistake() {
        assertThat(Suggestion.distance("urn", "run")).isEqualTo(1);
        assertThat(Suggestion.distance("", "run")).isEqualTo(3);
    }
}
