// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which start-up cache {@code bin/dkvm} starts a made-up JDK that prints what it is asked. */
class StartCacheTest {
    private static final String FLAG = "-XX:AOTCache=";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path dist = Path.of("");
    private Path jdk = Path.of("");

    @BeforeEach
    void distribution() throws Exception {
        jdk = folder.resolve("jdk");
        environment
                .putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", folder.toString(), "DKVM_JAVA_HOME", jdk.toString()));
        Scripts.write(jdk.resolve("bin/java"), "for a; do echo \"$a\"; done\n");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        dist = Files.createDirectories(folder.resolve("a place/dist"));
        Files.createDirectories(dist.resolve("bin"));
        for (var name : List.of("dkvm", "find-java.sh", "start-cache.sh")) {
            var copy = Files.copy(Path.of("src/main/dist/bin").resolve(name), dist.resolve("bin").resolve(name));
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        Files.createDirectories(dist.resolve("lib"));
        Files.writeString(dist.resolve("lib/b.jar"), "b");
        Files.writeString(dist.resolve("lib/a.jar"), "a");
        Files.writeString(dist.resolve("lib/start.aot"), "cache");
        var needs = sh("root='" + dist + "'; java_home='" + jdk + "'; . '" + dist
                + "/bin/start-cache.sh'; start_cache_needs '" + dist + "/lib/start.aot'");
        Files.writeString(dist.resolve("lib/start.aot.needs"), needs);
    }

    @Test
    void kernelsStartWithTheCacheOfTheDistribution() throws Exception {
        assertThat(started("run").lines()).contains(FLAG + dist + "/lib/start.aot", "-Xlog:aot*=off,cds*=off:stdout",
                dist + "/lib/a.jar:" + dist + "/lib/b.jar");
    }

    @Test
    void commandsThatAreOverInAMomentDoWithout() throws Exception {
        assertThat(started("version")).doesNotContain(FLAG);
    }

    @Test
    void anotherJdkHasNoUseForIt() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");

        assertThat(started("run")).doesNotContain(FLAG);
    }

    @Test
    void aJarThatWasReplacedIsRunAndNotWhatTheCacheHasOfIt() throws Exception {
        Files.writeString(dist.resolve("lib/a.jar"), "another");

        assertThat(started("run")).doesNotContain(FLAG).contains("/lib/a.jar");
    }

    @Test
    void jarsOfAnotherTimeAreOthersToTheJvm() throws Exception {
        Files.setLastModifiedTime(dist.resolve("lib/a.jar"), FileTime.from(Instant.parse("2026-03-01T12:00:00Z")));

        assertThat(started("run")).doesNotContain(FLAG);
    }

    @Test
    void aCacheOfWhichBytesWereLostIsNone() throws Exception {
        Files.write(dist.resolve("lib/start.aot"), new byte["cache".length()]);

        assertThat(started("run")).doesNotContain(FLAG);
    }

    @Test
    void aCopyThatKeepsTheTimesKeepsTheCache() throws Exception {
        var copy = folder.resolve("copy");
        sh("cp -Rp '" + dist + "' '" + copy + "'");
        dist = copy;

        assertThat(started("run").lines()).contains(FLAG + copy + "/lib/start.aot");
    }

    @Test
    void aCacheThatIsNotFinishedIsNone() throws Exception {
        Files.delete(dist.resolve("lib/start.aot.needs"));

        assertThat(started("run")).doesNotContain(FLAG);
    }

    private String started(String command) throws Exception {
        var result = Scripts.run(folder, environment, List.of(dist.resolve("bin/dkvm").toString(), command));
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    private String sh(String script) throws IOException, InterruptedException {
        return Scripts.run(folder, environment, List.of("sh", "-c", script)).out();
    }
}
