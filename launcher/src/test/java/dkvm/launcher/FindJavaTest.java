// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/dkvm} with made-up JDKs that say who they are. */
class FindJavaTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void distribution() throws IOException {
        Files.createDirectories(folder.resolve("dist/bin"));
        for (var name : List.of("dkvm", "find-java.sh", "start-cache.sh")) {
            var copy = Files.copy(Path.of("src/main/dist/bin").resolve(name), folder.resolve("dist/bin").resolve(name));
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", folder.resolve("path") + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("DKVM_JAVA_FOLDERS", folder.resolve("usual").toString());
        // Whatever the machine has stays out of it.
        jdk("path17", "17.0.1");
        Files.createDirectory(folder.resolve("path"));
        Files.createSymbolicLink(folder.resolve("path/java"), Path.of("../path17/bin/java"));
    }

    @Test
    void ownVariableThenJavaHomeThenPathThenUsualFolders() throws Exception {
        jdk("usual", "25");
        assertThat(found()).isEqualTo("usual");

        jdk("path17", "25.0.3");
        assertThat(found()).isEqualTo("path17");

        environment.put("JAVA_HOME", jdk("home", "26-ea").toString());
        assertThat(found()).isEqualTo("home");

        environment.put("DKVM_JAVA_HOME", jdk("own", "27.0.1").toString());
        assertThat(found()).isEqualTo("own");
    }

    @Test
    void olderOnesArePassedOver() throws Exception {
        environment.put("DKVM_JAVA_HOME", jdk("old", "1.8.0_402").toString());
        environment.put("JAVA_HOME", folder.resolve("absent").toString());
        jdk("usual", "25");

        assertThat(found()).isEqualTo("usual");
    }

    @Test
    void aJavaWithoutReleaseFileIsAsked() throws Exception {
        Files.delete(jdk("usual", "25.0.1").resolve("release"));

        assertThat(found()).isEqualTo("usual");
    }

    @Test
    void withoutOneALineSaysWhatWasLookedAt() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "21.0.2").toString());

        var result = run(folder.resolve("dist/bin/dkvm"));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).startsWith("dkvm: there is no Java 25 or newer; install a JDK 25")
                .contains(
                        "DKVM_JAVA_HOME (not set)", "JAVA_HOME=" + folder + "/old (Java 21)",
                        "path17/bin/java) (Java 17)",
                        "the usual folders");
    }

    @Test
    void worksThroughLinksAndFromAnyFolder() throws Exception {
        jdk("usual", "25");
        Files.createDirectory(folder.resolve("other place"));
        var link = Files.createSymbolicLink(folder.resolve("other place/d"), Path.of("../dist/bin/dkvm"));
        var second = Files.createSymbolicLink(folder.resolve("second"), link);

        assertThat(run(second, "version").out()).contains("-Ddkvm.distribution=" + folder.toRealPath() + "/dist")
                .endsWith("dkvm.launcher.Main version\n");
    }

    @ParameterizedTest
    @CsvSource({",,,C.UTF-8", "C,,C.UTF-8,", ",POSIX,,C.UTF-8", "tr_TR.UTF-8,,tr_TR.UTF-8,",
            ",de_DE.UTF-8,,de_DE.UTF-8"})
    void withoutALocaleFilesHaveUnicodeNames(@Nullable String all, @Nullable String type, @Nullable String allThen,
            @Nullable String typeThen) throws Exception {
        Scripts.write(jdk("usual", "25").resolve("bin/java"), "echo \"<${LC_ALL:-}> <${LC_CTYPE:-}>\"");
        environment.put("LC_ALL", Objects.requireNonNullElse(all, ""));
        environment.put("LC_CTYPE", Objects.requireNonNullElse(type, ""));

        assertThat(run(folder.resolve("dist/bin/dkvm")).out()).isEqualTo("<%s> <%s>\n"
                .formatted(Objects.requireNonNullElse(allThen, ""), Objects.requireNonNullElse(typeThen, "")));
    }

    @Test
    void aFolderWithAColonInItsNameIsNoPlaceForJars() throws Exception {
        var moved = Files.move(folder.resolve("dist"), folder.resolve("a:b"));

        var result = run(moved.resolve("bin/dkvm"), "version");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).hasLineCount(1).contains("/a:b has a \":\" in its name");
    }

    @Test
    void kernelsGetTheFlagsOfKernels() throws Exception {
        jdk("usual", "25");

        assertThat(run(folder.resolve("dist/bin/dkvm"), "run", "a desk.yaml").out()).contains("-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .endsWith("run a desk.yaml\n");
    }

    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Scripts.write(home.resolve("bin/java"), """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; else echo %s "$@"; fi
                """.formatted(version, name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private String found() throws Exception {
        return run(folder.resolve("dist/bin/dkvm")).out().split(" ", -1)[0];
    }

    private Scripts.Result run(Path script, String... args) throws Exception {
        var command = new java.util.ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        return Scripts.run(folder, environment, command);
    }
}
