// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the processes of Java devices really run from: the system tells it, whatever the kernel says. */
final class ClassPaths {
    private ClassPaths() {}

    /** The class path on a process's command line. */
    static List<Path> of(long pid) throws IOException {
        var words = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.UTF_8)
                .split("\0", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (List.of("-cp", "-classpath", "--class-path").contains(words[i])) {
                return Stream.of(words[i + 1].split(":", -1)).map(Path::of).toList();
            }
        }
        throw new AssertionError("no class path in " + String.join(" ", words));
    }
}
