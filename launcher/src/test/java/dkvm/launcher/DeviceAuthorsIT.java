// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
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
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/device-authors.md compiles, and its desk runs as the page says. */
@Timeout(150)
class DeviceAuthorsIT {
    private static final Pattern BLOCK = Pattern.compile("\n```\\w+ (\\S+)\n(.*?\n)```\n", Pattern.DOTALL);
    private static final int LINES = 60;

    @TempDir
    Path folder;

    private final Map<String, String> blocks = new LinkedHashMap<>();
    private Path classes;

    @BeforeEach
    void extract() throws IOException {
        BLOCK.matcher(Files.readString(Scripts.ROOT.resolve("docs/device-authors.md"))).results()
                .forEach(block -> blocks.put(block.group(1), block.group(2)));
        classes = Files.createDirectory(folder.resolve("classes"));
    }

    @Test
    void theSourceAndTheSinkAreShortAndRunInTheDesk() throws Exception {
        for (var name : List.of("Typist.java", "Paper.java")) {
            assertThat(blocks.getOrDefault(name, "").lines().count()).as("lines of %s", name).isLessThan(LINES);
        }
        compile("Typist.java", "Paper.java");
        write("desk.yaml");
        var desk = Desk.in(folder);
        desk.environment().put("DKVM_DIST", Desk.DISTRIBUTION.toString());
        desk.environment().merge("PATH", Path.of(Desk.java()).resolveSibling("").toString(),
                (path, java) -> java + ":" + path);

        var result = desk.dkvm("run", "--until-end", "--timeout", "50s", "--report", "-", "desk.yaml");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("device.typist typing from event 1 on");
        assertThat(folder.resolve("paper.txt")).hasContent(blocks.get("paper.txt"));
        var link = JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonObject("pipelines")
                .getAsJsonObject("typing").getAsJsonArray("links").get(0).getAsJsonObject();
        assertThat(link.get("out").getAsInt()).isEqualTo(2 * "hello from a device".length());
    }

    @Test
    void theBundleHalfSaysWhatTheProgramIs() throws Exception {
        compile("Typist.java", "TypistFacts.java", "TypistConfig.java", "TypistBridge.java");
        try (var loader = new URLClassLoader(new URL[]{classes.toUri().toURL()}, getClass().getClassLoader())) {
            var bridge = make(loader, "example.TypistBridge", DeviceBridge.class);
            var capability = blocks.getOrDefault("bnd.bnd", "");
            assertThat(capability).contains("dkvm.device;type=typist;protocol:Long=1;facts=example.TypistFacts");
            var facts = make(loader, "example.TypistFacts", DeviceFacts.class);
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

    private static <T> T make(ClassLoader loader, String name, Class<T> type) throws Exception {
        return type.cast(loader.loadClass(name).getConstructor().newInstance());
    }

    private Path write(String name) throws IOException {
        return Files.writeString(folder.resolve(name), blocks.getOrDefault(name, ""));
    }

    private void compile(String... names) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            for (var name : names) {
                write(name);
            }
            var sources = files.getJavaFileObjects(List.of(names).stream().map(folder::resolve).toArray(Path[]::new));
            var options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none",
                    "-Xlint:all,-classfile,-path", "-Werror");
            assertThat(compiler.getTask(errors, files, null, options, null, sources).call()).as(errors.toString())
                    .isTrue();
        }
    }
}
