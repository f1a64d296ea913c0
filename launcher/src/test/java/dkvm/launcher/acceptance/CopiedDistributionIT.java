// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The distribution works wherever it is copied, and starts with the cache in it or without. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class CopiedDistributionIT {
    private static final int PAGE = 4096;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void startsWithItsCacheWhileThatIsWhole() throws Exception {
        var copy = lab.file("a place");
        lab.program(null, List.of("cp", "-RLp", Lab.DISTRIBUTION + "/", copy.toString()));
        assertThat(sourceOfMain()).contains("shared objects file");

        var cache = copy.resolve("lib/start.aot");
        try (var file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(PAGE), file.size() / 2 / PAGE * PAGE);
        }
        assertThat(sourceOfMain()).contains(".jar");

        lab.program(null, List.of("cp", "-Lp", Lab.DISTRIBUTION + "/lib/start.aot", cache.toString()));
        assertThat(sourceOfMain()).contains("shared objects file");
        try (var jars = Files.newDirectoryStream(copy.resolve("lib"), "*.jar")) {
            Files.setLastModifiedTime(jars.iterator().next(), FileTime.fromMillis(0));
        }
        assertThat(sourceOfMain()).contains(".jar");
    }

    /** Where a kernel's JVM has the launcher's main class from. A cache that it refuses ends it. */
    private String sourceOfMain() throws Exception {
        lab.environment("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on -Xlog:class+load:file=loaded");
        var result = lab.program(null, List.of("a place/bin/dkvm", "run", "--version"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("dKVMs 0.");
        try (var lines = Files.lines(lab.file("loaded"))) {
            return lines.filter(line -> line.contains(" dkvm.launcher.Main source: ")).findFirst().orElseThrow();
        }
    }
}
