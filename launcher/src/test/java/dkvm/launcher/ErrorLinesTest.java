// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorLinesTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int failed(boolean traces, Exception e) {
        err.reset();
        var line = new CommandLine(new Dkvm.Top());
        return new ErrorLines(new PrintStream(err, true, StandardCharsets.UTF_8), traces).failed(e, line,
                line.parseArgs());
    }

    @Test
    void whatFailsIsOneLineAnd1() {
        assertThat(failed(false, new NoSuchFileException("/a/b"))).isEqualTo(1);
        assertThat(err).hasToString("dkvm: /a/b: no such file\n");
        assertThat(failed(false, new AccessDeniedException("/a"))).isEqualTo(1);
        assertThat(err).hasToString("dkvm: /a: permission denied\n");
        assertThat(failed(false, new IOException("one\ntwo"))).isEqualTo(1);
        assertThat(err).hasToString("dkvm: one two\n");
    }

    @Test
    void aFaultOfOursHasItsTraceWithDebugOnly() {
        assertThat(failed(false, new IllegalStateException("oh"))).isEqualTo(1);
        assertThat(err).hasToString(
                "dkvm: internal error: java.lang.IllegalStateException: oh; see more with --log-level debug\n");
        assertThat(failed(true, new IllegalStateException("oh"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat dkvm.launcher");
    }
}
