// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.distribution.Distribution;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dkvm completion} prints, in a real bash. */
class CompletionTest {
    /** Completes the last of its arguments as bash does on Tab, and prints what that may become. */
    private static final String TAB = """
            source "$1"
            shift
            compopt() { :; }
            function=$(complete -p dkvm | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            "$function" dkvm "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            echo "${COMPREPLY[*]}"
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("dkvm.bash"), completion("bash"));
        Files.writeString(folder.resolve("tab.bash"), TAB);
    }

    @Test
    void commandsOptionsAndTheirValuesAreKnown() throws Exception {
        assertThat(tab("")).contains("run", "ctl", "unit", "completion");
        assertThat(tab("che")).containsExactly("check");
        assertThat(tab("run", "--no-")).containsExactly("--no-shell");
        assertThat(tab("run", "--dep")).containsExactly("--deploy");
        assertThat(tab("run", "--log-level", "d")).containsExactly("debug");
        assertThat(tab("completion", "")).containsExactly("bash", "zsh");
    }

    @Test
    void ctlKnowsTheShellsCommands() throws Exception {
        assertThat(tab("ctl", "log")).containsExactly("logs", "log-level");
        assertThat(tab("ctl", "bun")).containsExactly("bundles", "bundle-restart");
        assertThat(tab("ctl", "--home", "/x", "shut")).containsExactly("shutdown");
    }

    @Test
    void zshRunsTheSame() {
        assertThat(completion("zsh")).isEqualTo(completion("bash")).contains("bashcompinit");
    }

    private List<String> tab(String... words) throws Exception {
        var command = new ArrayList<>(List.of("bash", "tab.bash", "dkvm.bash", "dkvm"));
        command.addAll(List.of(words));
        var result = Scripts.run(folder, Map.of("PATH", System.getenv("PATH")), command);
        assertThat(result.err()).isEmpty();
        return List.of(result.out().strip().split(" ", -1));
    }

    private String completion(String shell) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var around = new Surroundings(Map.of(), Terminal.of(""), InputStream.nullInputStream(), stream, stream,
                new Distribution(folder));
        assertThat(new Dkvm(around).run("completion", shell)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
