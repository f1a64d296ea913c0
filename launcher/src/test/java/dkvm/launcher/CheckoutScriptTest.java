// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkout's {@code dkvm} in a made-up checkout, with a made-up Maven that says that it was called. */
class CheckoutScriptTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void checkout() throws IOException {
        Files.copy(Scripts.ROOT.resolve("dkvm"), folder.resolve("dkvm"));
        assertThat(folder.resolve("dkvm").toFile().setExecutable(true)).isTrue();
        for (var file : List.of("pom.xml", "bnd.bnd", "LICENSE", "cnf/x", "examples/x", "m/pom.xml", "m/bnd.bnd",
                "m/src/main/X.java")) {
            Files.createDirectories(folder.resolve(file).resolveSibling(""));
            Files.writeString(folder.resolve(file), "");
        }
        var finder = folder.resolve("launcher/src/main/dist/bin/find-java.sh");
        Files.createDirectories(finder.resolveSibling(""));
        Files.copy(Path.of("src/main/dist/bin/find-java.sh"), finder);
        Scripts.write(folder.resolve("jdk/bin/javac"), "");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        // As Maven does: a distribution that is as old as the build's beginning.
        Scripts.write(folder.resolve("path/mvn"), """
                echo "mvn $JAVA_HOME" >&2
                [ ! -e fail ] || exit 1
                mkdir building || exit 1
                mkdir -p launcher/target/dkvm/bin
                printf '#!/bin/sh\\necho distribution "$@"\\n' >launcher/target/dkvm/bin/dkvm
                chmod +x launcher/target/dkvm/bin/dkvm
                touch launcher/target/dkvm/.built
                rmdir building
                """);
        age();
        environment.put("PATH", folder.resolve("path") + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_HOME", folder.resolve("jdk").toString());
    }

    @Test
    void buildsWhatIsMissingThenBecomesIt() throws Exception {
        var first = dkvm("version", "a b");
        assertThat(first.out()).isEqualTo("distribution version a b\n");
        assertThat(first.err()).contains("dkvm: building", "mvn " + folder + "/jdk");

        var second = dkvm("version");
        assertThat(second.out()).isEqualTo("distribution version\n");
        assertThat(second.err()).isEmpty();
    }

    @Test
    void buildsAnewWhenASourceIsChangedAddedOrRemoved() throws Exception {
        dkvm("version");
        for (var change : List.of("m/src/main/X.java", "m/src/main/Y.java", "cnf/x", "m/pom.xml", "pom.xml")) {
            Files.writeString(folder.resolve(change), "changed");
            assertThat(dkvm("version").err()).as(change).contains("mvn");
        }
        Files.delete(folder.resolve("m/src/main/Y.java"));
        assertThat(dkvm("version").err()).contains("mvn");
        assertThat(dkvm("version").err()).isEmpty();
        // A desk is no source.
        Files.writeString(folder.resolve("examples/x"), "changed");
        assertThat(dkvm("version").err()).isEmpty();
    }

    @Test
    void oneBuildsAndTheOthersWaitForIt() throws Exception {
        var all = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            all.add(Scripts.start(folder, environment, List.of(folder.resolve("dkvm").toString(), "version"),
                    folder.resolve("out" + i), folder.resolve("err" + i)));
        }
        int builds = 0;
        for (int i = 0; i < 4; i++) {
            assertThat(all.get(i).waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("out" + i)).hasContent("distribution version");
            builds += Files.readString(folder.resolve("err" + i)).contains("dkvm: building") ? 1 : 0;
        }
        assertThat(builds).isEqualTo(1);
    }

    @Test
    void aBuildThatFailsIsTheEnd() throws Exception {
        Files.writeString(folder.resolve("fail"), "");

        var result = dkvm("version");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).endsWith("dkvm: the build failed; what went wrong stands above\n");
    }

    @Test
    void withoutMavenOrJdkALineSaysWhatWasLookedAt() throws Exception {
        environment.put("DKVM_JAVA_HOME", folder.resolve("absent").toString());
        environment.put("DKVM_JAVA_FOLDERS", "");
        Scripts.write(folder.resolve("path/javac"), "echo 'javac 17'");
        assertThat(dkvm("version")).satisfies(r -> assertThat(r.code()).isEqualTo(1))
                .satisfies(r -> assertThat(r.err()).hasLineCount(1).contains("no JDK 25", "absent (no javac)"));

        var tools = folder.resolve("tools");
        for (var tool : List.of("dirname", "find", "head", "mkdir", "flock", "sh", "readlink")) {
            Scripts.write(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        assertThat(dkvm("version")).satisfies(r -> assertThat(r.code()).isEqualTo(1))
                .satisfies(r -> assertThat(r.err()).hasLineCount(1).contains("there is no mvn", "PATH=" + tools));
    }

    private Scripts.Result dkvm(String... args) throws Exception {
        var command = Stream.concat(Stream.of(folder.resolve("dkvm").toString()), Stream.of(args)).toList();
        return Scripts.run(folder, environment, command);
    }

    /** What a checkout holds is older than what is built from it. */
    private void age() throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }
}
