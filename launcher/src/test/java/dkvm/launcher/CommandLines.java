// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.launcher.distribution.Distribution;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Command lines in the test's own process, where a JVM for each would be most of the test's time. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Runs a command that starts no kernel.
     *
     * @param distribution what it is a command of
     * @param environment its environment variables
     * @param args absolute paths among them: what is relative is seen from where the tests run
     * @return the exit code
     */
    public static int run(Path distribution, Map<String, String> environment, OutputStream out, OutputStream err,
            String... args) {
        return new Dkvm(new Surroundings(environment, Terminal.of(""), InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                new Distribution(distribution))).run(args);
    }

    /** What is said on stderr of a command line that makes no sense. */
    public static String refusal(Path distribution, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        assertThat(run(distribution, Map.of(), out, err, args)).as("%s", err).isEqualTo(2);
        assertThat(out).hasToString("");
        return err.toString(StandardCharsets.UTF_8);
    }
}
