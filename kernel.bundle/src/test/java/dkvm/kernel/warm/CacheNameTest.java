// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheNameTest {
    private static final Path JAVA = Path.of("/nowhere/bin/java");
    private static final JavaProgram PROGRAM = new JavaProgram(JAVA, List.of("-Xss256k"),
            List.of(Path.of("/home/store/aa.jar"), Path.of("/home/store/bb.jar")), "a.Main");

    @Test
    void whateverACacheDependsOnIsInItsName() throws IOException {
        var others = Stream.of(
                new JavaProgram(Path.of("/other/bin/java"), PROGRAM.flags(), PROGRAM.classPath(), "a.Main"),
                new JavaProgram(JAVA, List.of("-Xss512k"), PROGRAM.classPath(), "a.Main"),
                new JavaProgram(JAVA, PROGRAM.flags(), PROGRAM.classPath(), "a.Other"),
                new JavaProgram(JAVA, PROGRAM.flags(), PROGRAM.classPath().reversed(), "a.Main"),
                new JavaProgram(JAVA, PROGRAM.flags(), List.of(Path.of("/home/store/cc.jar")), "a.Main"));

        var names = Stream.concat(Stream.of(PROGRAM), others).map(CacheNameTest::name).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameProgramInAnotherHomeHasTheSameName() {
        var elsewhere = new JavaProgram(JAVA, PROGRAM.flags(),
                List.of(Path.of("/other/store/aa.jar"), Path.of("/other/store/bb.jar")), "a.Main");

        assertThat(name(elsewhere)).isEqualTo(name(PROGRAM));
    }

    @Test
    void aJdkThatWasReplacedInPlaceIsAnother(@TempDir Path jdk) throws IOException {
        Files.createDirectory(jdk.resolve("bin"));
        Files.createDirectory(jdk.resolve("lib"));
        var modules = Files.writeString(jdk.resolve("lib/modules"), "before");
        var program = new JavaProgram(jdk.resolve("bin/java"), List.of(), List.of(), "a.Main");
        var before = name(program);

        Files.writeString(modules, "afterwards");

        assertThat(name(program)).isNotEqualTo(before);
    }

    @Test
    void aJarOfAnotherTimeIsAnotherToTheJvm(@TempDir Path store) throws IOException {
        var jar = Files.writeString(store.resolve("aa.jar"), "content");
        var program = new JavaProgram(JAVA, List.of(), List.of(jar), "a.Main");
        var before = name(program);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-03-01T12:00:00Z")));

        assertThat(name(program)).isNotEqualTo(before);
    }

    private static String name(JavaProgram program) {
        try {
            return CacheName.of(program);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
