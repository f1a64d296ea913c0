// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar of a device bundle that is made from one of the distribution's: it stands over that one, or under a name and with
 * a type of its own beside it. Immutable.
 *
 * @param headers its manifest's
 * @param entries content by name, the manifest aside
 */
record DeviceBundle(Map<String, String> headers, SortedMap<String, byte[]> entries) {
    static final String KEYBOARD = "dkvm.device.dummy.keyboard";
    static final String DISPLAY = "dkvm.device.dummy.display";
    static final String CAPABILITIES = "Provide-Capability";
    private static final String SERVICE = "osgi.service;objectClass:List<String>=\"dkvm.sdk.bridge.DeviceBridge\"";

    /** What the distribution has of this symbolic name. */
    static DeviceBundle shipped(String symbolicName) {
        var entries = new TreeMap<String, byte[]>();
        try (var jar = new JarFile(shippedJar(symbolicName).toFile())) {
            for (var entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (var in = jar.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
            entries.remove(JarFile.MANIFEST_NAME);
            var headers = new TreeMap<String, String>();
            jar.getManifest().getMainAttributes()
                    .forEach((name, value) -> headers.put(name.toString(), value.toString()));
            return new DeviceBundle(headers, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of that. */
    static Path shippedJar(String symbolicName) throws IOException {
        try (var jars = Files.newDirectoryStream(Lab.DISTRIBUTION.resolve("bundles"), symbolicName + "-*.jar")) {
            return jars.iterator().next();
        }
    }

    String symbolicName() {
        return header("Bundle-SymbolicName");
    }

    String version() {
        return header("Bundle-Version");
    }

    String header(String name) {
        return requireNonNull(headers.get(name), name);
    }

    DeviceBundle named(String symbolicName) {
        return with("Bundle-SymbolicName", symbolicName);
    }

    DeviceBundle version(String version) {
        return with("Bundle-Version", version);
    }

    /** With a header more, or another in its place. */
    DeviceBundle with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new DeviceBundle(all, entries);
    }

    DeviceBundle without(String header) {
        var all = new TreeMap<>(headers);
        all.remove(header);
        return new DeviceBundle(all, entries);
    }

    DeviceBundle importing(String packages) {
        return with("Import-Package", header("Import-Package") + "," + packages);
    }

    /** With an entry more, or another in its place. */
    DeviceBundle entry(String name, byte[] content) {
        var all = new TreeMap<>(entries);
        all.put(name, content);
        return new DeviceBundle(headers, all);
    }

    /** Without the library that is needed for files of one format alone: a fifth of the size. */
    DeviceBundle small() {
        var all = new TreeMap<>(entries);
        all.keySet().removeIf(name -> name.startsWith("com/google/gson/"));
        return new DeviceBundle(headers, all);
    }

    /** The same in other bytes. */
    DeviceBundle stamped(String stamp) {
        return entry("stamp", stamp.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * With one of its types alone, and that under another name, which has as many letters: it is put in its place in classes
     * too.
     *
     * @param bridge the simple name of the type's bridge
     */
    DeviceBundle only(String type, String bridge, String name) {
        if (name.length() != type.length()) {
            throw new IllegalArgumentException(type + ", " + name);
        }
        UnaryOperator<String> renamed = text -> text.replace(type, name);
        var program = symbolicPackage();
        var component = "OSGI-INF/" + program + "." + bridge + ".xml";
        var kept = new TreeMap<String, byte[]>();
        entries.forEach((entry, content) -> {
            if (entry.startsWith("OSGI-INF/") && !entry.equals(component)
                    && !entry.equals("OSGI-INF/metatype/" + type + ".xml")) {
                return;
            }
            boolean ours = entry.startsWith("OSGI-INF/") || entry.startsWith(program.replace('.', '/'));
            // One character a byte, whatever it is.
            kept.put(renamed.apply(entry), ours
                    ? renamed.apply(new String(content, StandardCharsets.ISO_8859_1))
                            .getBytes(StandardCharsets.ISO_8859_1)
                    : content);
        });
        return new DeviceBundle(headers, kept).with("Service-Component", component).with(CAPABILITIES,
                capability(name, program + "." + bridge.replace("Bridge", "Facts"), 1) + "," + SERVICE);
    }

    static String capability(String type, String facts, int protocol) {
        return "dkvm.device;type=%s;protocol:Long=%d;facts=\"%s\"".formatted(type, protocol, facts);
    }

    /** The package of its classes, whatever its name is by now. */
    private String symbolicPackage() {
        return entries.containsKey("dkvm/device/dummy/keyboard/KeyboardSink.class") ? KEYBOARD : DISPLAY;
    }

    byte[] bytes() {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            begin(jar, JarFile.MANIFEST_NAME);
            manifest.write(jar);
            for (var entry : entries.entrySet()) {
                begin(jar, entry.getKey());
                jar.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same content makes the same bytes. */
    private static void begin(JarOutputStream jar, String name) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
    }

    /** Puts the jar there in one step. */
    Path write(Path file) throws IOException {
        return put(file, bytes());
    }

    /** Puts a file there in one step, as whoever copies a jar into a watched folder does well to. */
    static Path put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        var part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, content);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
