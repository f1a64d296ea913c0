// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes device jars as bnd would, and such as it would not; of the same calls always the same bytes. */
final class TestJar {
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final int PROGRAM_BYTES = 20_000;

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private boolean stored;

    /** Facts that can be made. */
    public static final class Facts implements DeviceFacts {
        /** For the kernel. */
        public Facts() {}

        @Override
        public List<Port> ports(Options options) {
            return List.of();
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

    private TestJar() {}

    /** A good one. */
    static TestJar of(String bundle, String version, String... types) {
        var jar = new TestJar().header("Manifest-Version", "1.0").header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", bundle + ";singleton:=true").header("Bundle-Version", version)
                .header("Provide-Capability",
                        Arrays.stream(types).map(TestJar::capability).collect(Collectors.joining(",")));
        // What does not pack well, so that its length tells where it is cut.
        byte[] program = new byte[PROGRAM_BYTES];
        new Random(version.hashCode()).nextBytes(program);
        return jar.entry("demo/Program.class", program).entry("demo/text.txt", bundle + " " + version);
    }

    static String capability(String type) {
        return "dkvm.device;type=" + type + ";protocol:Long=1;facts=\"" + Facts.class.getName() + "\"";
    }

    /** Sets a header of the manifest. */
    TestJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Leaves a header of the manifest out. */
    TestJar without(String name) {
        headers.remove(name);
        return this;
    }

    /** Leaves the manifest out. */
    TestJar withoutManifest() {
        headers.clear();
        return this;
    }

    TestJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    TestJar entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Packs nothing. */
    TestJar stored() {
        stored = true;
        return this;
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            if (!headers.isEmpty()) {
                put(zip, JarFile.MANIFEST_NAME, manifest());
            }
            for (var entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private byte[] manifest() throws IOException {
        var manifest = new Manifest();
        headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
        var bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        if (stored) {
            var crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
