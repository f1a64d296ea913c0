// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with a desk in it, run by the real distribution as a user would.
 *
 * @param folder holds the desk and what it writes
 * @param environment of the commands
 */
record Desk(Path folder, Map<String, String> environment) {
    static final Path DISTRIBUTION = Path.of("target/dkvm").toAbsolutePath();

    static Desk in(Path folder) {
        var environment = new HashMap<String, String>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("DKVM_JAVA_HOME", System.getProperty("java.home"));
        return new Desk(folder, environment);
    }

    Desk copy(String... examples) throws IOException {
        for (var example : examples) {
            Files.copy(Scripts.ROOT.resolve("examples").resolve(example), folder.resolve(example));
        }
        Files.createDirectories(folder.resolve("out"));
        return this;
    }

    Scripts.Result dkvm(String... arguments) throws IOException, InterruptedException {
        return Scripts.run(folder, environment, command(arguments).toList());
    }

    /** A command that runs on; its stdout and stderr go to files. */
    Process start(String... arguments) throws IOException {
        return Scripts.start(folder, environment, command(arguments).toList(), folder.resolve("stdout"),
                folder.resolve("stderr"));
    }

    private static Stream<String> command(String... arguments) {
        return Stream.concat(Stream.of(DISTRIBUTION.resolve("bin/dkvm").toString()), Stream.of(arguments));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Skips the test where a program is missing; with CI=true it fails there. */
    static void needs(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("%s is on the PATH", program).isTrue();
        }
        assumeThat(there).as("%s is not installed", program).isTrue();
    }
}
