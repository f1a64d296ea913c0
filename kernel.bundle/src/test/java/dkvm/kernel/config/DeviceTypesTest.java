// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dkvm.kernel.config.OptionSpec.Format;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types as bundles declare them; metatype.xml is what bnd made of an annotation type. */
class DeviceTypesTest {
    private static final String CAPABILITY = "osgi.service;objectClass:List<String>=\"a,b\","
            + "dkvm.device;type=demo-source;protocol:Long=1;facts=\"" + DemoFacts.class.getName() + "\"";

    @TempDir
    Path folder;

    /** Facts in a jar, with a class of its own that is loaded late. */
    public static final class DemoFacts implements DeviceFacts {
        /** For the kernel. */
        public DemoFacts() {}

        @Override
        public List<Port> ports(Options options) {
            return Ports.ALL;
        }

        private static final class Ports {
            static final List<Port> ALL = List.of(Port.out("video", StreamKind.DISPLAY));
        }
    }

    /** Facts that cannot be made. */
    public static final class BadFacts implements DeviceFacts {
        /** Fails. */
        public BadFacts() {
            throw new IllegalStateException("no luck");
        }

        @Override
        public List<Port> ports(Options options) {
            return List.of();
        }
    }

    private Path jar(String capability, Map<String, String> files) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-SymbolicName", "dkvm.demo;singleton:=true");
        attributes.putValue("Bundle-Version", "1.2.3");
        if (!capability.isEmpty()) {
            attributes.putValue("Provide-Capability", capability);
        }
        var jar = Files.createTempFile(folder, "demo", ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var type : List.of(DemoFacts.class, DemoFacts.Ports.class, BadFacts.class)) {
                var name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(name));
                try (var in = type.getClassLoader().getResourceAsStream(name)) {
                    in.transferTo(out);
                }
            }
            for (var file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static Map<String, String> metatype() throws IOException {
        try (var in = DeviceTypesTest.class.getResourceAsStream("metatype.xml")) {
            return Map.of("OSGI-INF/metatype/demo.xml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsSchemaAndIdentity() throws IOException {
        var types = DeviceTypes.read(List.of(jar("", Map.of()), jar(CAPABILITY, metatype())));
        assertThat(types.names()).containsExactly("demo-source", "process");
        var type = types.find("demo-source").orElseThrow();
        assertThat(type.bundle()).isEqualTo("dkvm.demo");
        assertThat(type.version()).isEqualTo("1.2.3");
        assertThat(type.fault()).isEmpty();
        assertThat(type.facts().ports(Options.of(Map.of()))).containsExactly(Port.out("video", StreamKind.DISPLAY));
        var all = type.options();
        Function<String, OptionSpec> options = name -> Objects.requireNonNull(all.get(name), name);
        assertThat(all.keySet()).startsWith("file", "speed").contains("sample-rate");
        assertThat(options.apply("file")).satisfies(file -> {
            assertThat(file.required()).isTrue();
            assertThat(file.format()).isEqualTo(Format.PATH);
            assertThat(file.description()).isEqualTo("Recording to play");
        });
        assertThat(options.apply("rate").min()).contains(BigDecimal.ONE);
        assertThat(options.apply("rate").type()).isEqualTo(OptionSpec.Type.NUMBER);
        assertThat(options.apply("speed").type()).isEqualTo(OptionSpec.Type.DECIMAL);
        assertThat(options.apply("pattern").choices()).startsWith("random", "bars");
        assertThat(options.apply("trusted")).satisfies(list -> {
            assertThat(list.list()).isTrue();
            assertThat(list.required()).isFalse();
            assertThat(list.defaults()).isEmpty();
        });
        assertThat(options.apply("comma").defaults()).containsExactly("a,b c\\d ");
        assertThat(options.apply("seed").required()).isFalse();
        assertThat(options.apply("period").min()).contains(BigDecimal.ONE);
    }

    @Test
    void checksADeskAgainstAJar() throws IOException {
        var reader = new DeskReader(DeviceTypes.read(List.of(jar(CAPABILITY, metatype()))), Map.of());
        var checked = reader.read(folder.resolve("desk.yaml"), """
                version: 1
                devices:
                  d: {type: demo-source, config: {file: a, flag: no}}
                """, true);
        assertThat(TestTypes.lines(checked)).isEmpty();
        var expected = new LinkedHashMap<String, Object>(Map.of("file", folder.resolve("a").toString(), "flag", false,
                "speed", 1.0, "rate", 30L, "pattern", "random", "loop", false, "empty", "", "comma", "a,b c\\d ",
                "sample-rate", 48_000L, "period", 10L));
        expected.put("format", "png");
        assertThat(checked.desk().orElseThrow().devices().getFirst().options()).isEqualTo(expected);
    }

    @Test
    void keepsATypeWhoseFactsDoNotLoad() throws IOException {
        for (var name : List.of(BadFacts.class.getName(), "no.such.Facts", "java.lang.String")) {
            var types = DeviceTypes.read(List.of(jar("dkvm.device;type=bad;facts=" + name, Map.of())));
            assertThat(types.find("bad").orElseThrow().fault().orElseThrow()).contains(name);
            var checked = new DeskReader(types, Map.of()).read(Path.of("x.yaml"),
                    "version: 1\ndevices: {d: {type: bad}}",
                    false);
            assertThat(TestTypes.lines(checked)).singleElement().asString().contains("bundle dkvm.demo 1.2.3", name);
        }
    }

    @Test
    void namesTheJarThatIsWrong() throws IOException {
        var text = Files.writeString(folder.resolve("text.jar"), "no zip");
        var untyped = jar("dkvm.device;facts=x", Map.of());
        var noXml = jar(CAPABILITY, Map.of("OSGI-INF/metatype/x.xml", "<nothing"));
        var badDefault = jar(CAPABILITY, Map.of("OSGI-INF/metatype/x.xml",
                metatype().values().iterator().next().replace("default=\"10ms\"", "default=\"soon\"")));
        for (var jar : List.of(text, untyped, noXml, badDefault, folder.resolve("none.jar"))) {
            assertThatIOException().isThrownBy(() -> DeviceTypes.read(List.of(jar)))
                    .withMessageContaining(jar.getFileName().toString());
        }
    }

    @Test
    void letsTheFirstOfTwoOffersCount() {
        var first = TestTypes.type("a", new TestTypes.Failing());
        var second = new DeviceType("a", "", Map.of(), new TestTypes.Failing(), "other", "1");
        assertThat(DeviceTypes.of(List.of(first, second)).find("a")).contains(first);
        assertThat(DeviceTypes.of(List.of()).all()).extracting(DeviceType::name).containsExactly("process");
    }

    @Test
    void readsManifestHeaders() {
        assertThat(ManifestHeader.parse("a;x=1; y:Long = \"2;,\\\"\" ;d:=no , b")).containsExactly(
                new ManifestHeader.Clause("a", Map.of("x", "1", "y", "2;,\"")),
                new ManifestHeader.Clause("b", Map.of()));
        assertThat(ManifestHeader.parse("")).isEmpty();
        assertThat(ManifestHeader.parse(";=,;\"")).isNotNull();
    }
}
