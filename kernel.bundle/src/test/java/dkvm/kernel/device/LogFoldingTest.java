// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFoldingTest {
    private final List<String> entries = new ArrayList<>();
    private final LogFolding folding = new LogFolding((level, text) -> entries.add(level + " " + text));

    private List<String> fold(String text) {
        text.lines().forEach(folding::line);
        folding.flush();
        return entries;
    }

    @ParameterizedTest
    @CsvSource({"<0>x, ERROR x", "<3>x, ERROR x", "<4>x, WARN x", "<5>x, INFO x", "<6>x, INFO x", "<7>x, DEBUG x",
            "x, INFO x", "<8>x, INFO <8>x", "<6x, INFO <6x", "<33>x, INFO <33>x"})
    void readsThePriority(String line, String expected) {
        assertThat(fold(line)).containsExactly(expected);
    }

    @Test
    void foldsWhatIsIndented() {
        assertThat(fold("<4>one\n two\n\tthree\nfour\n<3>five\n  six")).containsExactly("WARN one\n two\n\tthree",
                "INFO four", "ERROR five\n  six");
    }

    @Test
    void takesATraceWithoutAPriorityForAnError() {
        assertThat(fold("""
                Exception in thread "main" java.lang.IllegalStateException: no
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: why
                \t... 1 more
                done
                <6>known
                \tat a.B.c(B.java:1)
                usage: x
                  -h  help
                """)).containsExactly("""
                ERROR Exception in thread "main" java.lang.IllegalStateException: no
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: why
                \t... 1 more""", "INFO done", "INFO known\n\tat a.B.c(B.java:1)", "INFO usage: x\n  -h  help");
    }

    @Test
    void endsATracebackWithTheFirstLineAfterTheIndentedOnes() {
        assertThat(fold("""
                ERROR:root:it failed
                Traceback (most recent call last):
                  File "x.py", line 1, in <module>
                    f()
                ValueError: no
                next
                """)).containsExactly("INFO ERROR:root:it failed", """
                ERROR Traceback (most recent call last):
                  File "x.py", line 1, in <module>
                    f()
                ValueError: no""", "INFO next");
    }

    @Test
    void keepsTracebacksApart() {
        assertThat(fold("""
                <4>Traceback (most recent call last):
                  one
                A: a

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  two
                <6>not its end
                Traceback (most recent call last):
                Traceback (most recent call last):
                B: b
                """)).containsExactly("WARN Traceback (most recent call last):\n  one\nA: a",
                "INFO During handling of the above exception, another exception occurred:",
                "ERROR Traceback (most recent call last):\n  two", "INFO not its end",
                "ERROR Traceback (most recent call last):", "ERROR Traceback (most recent call last):\nB: b");
    }

    @Test
    void goesOnAtTheSameLevelAfterAPause() {
        folding.line("<3>it failed");
        folding.flush();
        folding.flush();
        assertThat(fold("\tat a.B.c(B.java:1)\nafter")).containsExactly("ERROR it failed",
                "ERROR \tat a.B.c(B.java:1)", "INFO after");
    }

    @Test
    void takesNoPoetryForATrace() {
        assertThat(fold("a lamp lit\n  at 3 o'clock\n\tat noon\n  at the (old) door\nnext")).containsExactly(
                "INFO a lamp lit\n  at 3 o'clock\n\tat noon\n  at the (old) door", "INFO next");
    }

    @Test
    void aTracebackWithoutAnEndClaimsNothingThatComesMuchLater() {
        folding.line("Traceback (most recent call last):");
        folding.line("  File \"x.py\", line 1");
        folding.flush();
        folding.silence();
        assertThat(fold("all is well")).containsExactly(
                "ERROR Traceback (most recent call last):\n  File \"x.py\", line 1", "INFO all is well");
    }

    @Test
    void boundsAnEntry() {
        folding.line("<4>begin");
        for (int i = 0; i < 1000; i++) {
            folding.line(" " + "x".repeat(1023));
        }
        folding.flush();
        assertThat(entries).hasSizeBetween(15, 18).allMatch(entry -> entry.startsWith("WARN "))
                .allMatch(entry -> entry.length() <= LogFolding.MAX_ENTRY + 2000);
    }
}
