// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The code in docs/device-authors.md compiles, and its desk runs as the page says. */
@Timeout(150)
@Execution(ExecutionMode.CONCURRENT)
class DeviceAuthorsIT {
    private static final Pattern BLOCK = Pattern.compile("\n```\\w+ (\\S+)\n(.*?\n)```\n", Pattern.DOTALL);
    private static final Pattern COMPILE = Pattern.compile("(?m)^javac .*");
    private static final int LINES = 60;
    private static final String TEXT = "hello from a device";

    @RegisterExtension
    final Lab lab = new Lab();

    private final Map<String, String> blocks = new LinkedHashMap<>();
    private String page = "";

    @BeforeEach
    void extract() throws IOException {
        page = Files.readString(Lab.CHECKOUT.resolve("docs/device-authors.md"));
        BLOCK.matcher(page).results().forEach(block -> blocks.put(block.group(1), block.group(2)));
        assertThat(blocks).as("what is tried here").containsOnlyKeys("Typist.java", "Paper.java", "Bars.java",
                "Snapshots.java", "desk.yaml", "paper.txt", "TypistFacts.java", "TypistConfig.java",
                "TypistBridge.java", "bnd.bnd");
        for (var block : blocks.entrySet()) {
            lab.write(block.getKey(), block.getValue());
        }
    }

    @Test
    void theSourceAndTheSinkAreShortAndRunInTheDesk() throws Exception {
        for (var name : List.of("Typist.java", "Paper.java")) {
            assertThat(block(name).lines().count()).as("lines of %s", name).isLessThan(LINES);
        }
        lab.environment("DKVM_DIST", Lab.DISTRIBUTION);
        lab.environment("PATH", Lab.JAVA.resolveSibling("") + ":" + System.getenv("PATH"));
        var command = COMPILE.matcher(page).results().findFirst().orElseThrow().group();
        var compiled = lab.program(null, List.of("sh", "-c", command));
        assertThat(compiled.code()).as(compiled.err()).isZero();

        var result = lab.run("--until-end", "--timeout", "50s", "--report", "report.json", lab.file("desk.yaml"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("device.typist typing from event 1 on");
        assertThat(lab.file("paper.txt")).hasContent(block("paper.txt"));
        assertThat(block("paper.txt")).isEqualTo(TEXT + "\n");
        Links.ofReport(lab.file("report.json")).complete(2L * TEXT.length());
    }

    @Test
    void theBundleHalfSaysWhatTheProgramIs() throws Exception {
        compile("Typist.java", "Paper.java", "TypistFacts.java", "TypistConfig.java", "TypistBridge.java");
        try (var loader = new URLClassLoader(new URL[]{lab.file("classes").toUri().toURL()},
                getClass().getClassLoader())) {
            assertThat(block("bnd.bnd"))
                    .contains("dkvm.device;type=typist;protocol:Long=1;facts=example.TypistFacts");
            var facts = make(loader, "example.TypistFacts", DeviceFacts.class);
            var bridge = make(loader, "example.TypistBridge", DeviceBridge.class);
            assertThat(bridge.facts()).hasSameClassAs(facts);

            var options = Options.of(Map.of("text", "a"));
            assertThat(facts.ports(options)).containsExactly(Port.out("keys", StreamKind.KEYBOARD));
            assertThat(facts.validate(options)).isEmpty();
            assertThat(facts.validate(Options.of(Map.of("text", "Ä")))).singleElement()
                    .returns("text", DeviceFacts.Problem::option);
            var main = (LaunchSpec.JavaMain) bridge.launch(options);
            assertThat(loader.loadClass(main.mainClass()).getMethod("main", String[].class)).isNotNull();
        }
    }

    @Test
    void theDisplayDevicesCompile() throws Exception {
        compile("Bars.java", "Snapshots.java");
    }

    private static <T> T make(ClassLoader loader, String name, Class<T> type) throws Exception {
        return type.cast(loader.loadClass(name).getConstructor().newInstance());
    }

    private String block(String name) {
        return requireNonNull(blocks.get(name));
    }

    /** Without a warning. */
    private void compile(String... names) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            Files.createDirectory(lab.file("classes"));
            var sources = files.getJavaFileObjects(List.of(names).stream().map(lab::file).toArray(Path[]::new));
            var options = List.of("-d", lab.file("classes").toString(), "-cp", System.getProperty("java.class.path"),
                    "-proc:none",
                    "-Xlint:all,-classfile,-path", "-Werror");
            assertThat(compiler.getTask(errors, files, null, options, null, sources).call()).as(errors.toString())
                    .isTrue();
        }
    }
}
