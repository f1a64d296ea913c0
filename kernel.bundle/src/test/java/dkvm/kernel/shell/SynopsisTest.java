// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynopsisTest {
    private static List<String> next(String synopsis, String... before) {
        return Synopsis.of(synopsis).next(List.of(before), name -> List.of(new Candidate("<" + name + ">", "")),
                option -> "")
                .stream().map(Candidate::value).toList();
    }

    @Test
    void wordsComeInTheirOrder() {
        assertThat(next("link FROM TO [--overflow RULE]")).containsExactly("<FROM>", "--overflow");
        assertThat(next("link FROM TO [--overflow RULE]", "a")).containsExactly("<TO>", "--overflow");
        assertThat(next("link FROM TO [--overflow RULE]", "a", "--overflow")).containsExactly("<RULE>");
        assertThat(next("link FROM TO [--overflow RULE]", "a", "--overflow", "x", "b")).isEmpty();
        assertThat(next("shutdown")).isEmpty();
    }

    @Test
    void whatCanBeLeftOutMayBe() {
        assertThat(next("log-level [ID] LEVEL")).containsExactly("<ID>", "<LEVEL>");
        assertThat(next("log-level [ID] LEVEL", "keys")).containsExactly("<LEVEL>");
        assertThat(next("logs [ID] [-f] [--since TIME|DURATION]", "--since")).containsExactly("<TIME>", "<DURATION>");
        assertThat(next("logs [ID] [-f]", "-f")).containsExactly("<ID>");
    }

    @Test
    void literalWordsLeadTheirWays() {
        assertThat(next("config show|diff|check FILE|reload [--json]")).containsExactly("show", "diff", "check",
                "reload", "--json");
        assertThat(next("config show|diff|check FILE|reload [--json]", "check")).containsExactly("<FILE>", "--json");
        assertThat(next("config show|diff|check FILE|reload [--json]", "show")).containsExactly("--json");
        assertThat(next("config show|diff|check FILE|reload [--json]", "other")).containsExactly("--json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x [", "x []", "x ]", "x |", "x [-", "x [ -f ]", "x [a b|C] --", "x ||| [A|"})
    void anyTextIsRead(String synopsis) {
        assertThat(next(synopsis, "a", "-")).doesNotContainNull();
    }
}
