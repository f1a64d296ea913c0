// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.ManifestHeader.Clause;
import dkvm.sdk.bridge.DeviceFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** Reads the device types of one jar: capabilities of its manifest, schemas of its metatype XML, facts classes. */
public final class JarTypes {
    /** The namespace of the capability that declares a device type. */
    public static final String CAPABILITY = "dkvm.device";
    /** How a device type is declared, for messages. */
    public static final String DECLARATION = "type=TYPE;protocol:Long=1;facts=CLASS";

    private static final String METATYPE = "OSGI-INF/metatype/";

    private JarTypes() {}

    /**
     * The types that a jar declares, in order. Nothing of it is run but the constructors of its facts classes.
     *
     * @param jar the jar
     * @return its types, also two of one name and such as cannot be used ({@link DeviceType#fault}); empty: it declares
     *     none
     * @throws IOException if it cannot be read or declares its types wrongly; the message begins with the jar
     */
    public static List<DeviceType> read(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            return manifest == null ? List.of() : types(jar, file, manifest.getMainAttributes());
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(jar + ": " + e.getMessage(), e);
        }
    }

    private static List<DeviceType> types(Path jar, JarFile file, Attributes manifest) throws IOException {
        var types = new ArrayList<DeviceType>();
        Map<String, MetatypeSchema> schemas = Map.of();
        for (var clause : ManifestHeader.parse(header(manifest, "Provide-Capability"))) {
            if (clause.name().equals(CAPABILITY)) {
                schemas = schemas.isEmpty() ? schemas(file) : schemas;
                types.add(type(jar, clause, schemas, manifest));
            }
        }
        return types;
    }

    private static DeviceType type(Path jar, Clause clause, Map<String, MetatypeSchema> schemas,
            Attributes manifest) {
        var type = attribute(clause, "type");
        var facts = facts(jar, type, attribute(clause, "facts"));
        var bundle = ManifestHeader.parse(header(manifest, "Bundle-SymbolicName")).stream().map(Clause::name)
                .findFirst().orElse("");
        var schema = schemas.getOrDefault(type, MetatypeSchema.NONE);
        return new DeviceType(type, schema.description(), schema.options(), facts, bundle,
                header(manifest, "Bundle-Version").strip());
    }

    private static String header(Attributes manifest, String name) {
        var value = manifest.getValue(name);
        return value == null ? "" : value;
    }

    private static String attribute(Clause clause, String name) {
        var value = clause.attributes().get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("its capability " + CAPABILITY + " lacks " + Words.quote(name)
                    + "; declare " + DECLARATION);
        }
        return value.strip();
    }

    private static Map<String, MetatypeSchema> schemas(JarFile file) throws IOException {
        var schemas = new HashMap<String, MetatypeSchema>();
        for (var entry : Collections.list(file.entries())) {
            if (entry.getName().startsWith(METATYPE) && entry.getName().endsWith(".xml")) {
                try (var in = file.getInputStream(entry)) {
                    schemas.putAll(MetatypeSchema.read(in));
                } catch (IOException | RuntimeException e) {
                    throw new IOException(entry.getName() + ": " + e.getMessage(), e);
                }
            }
        }
        return schemas;
    }

    /** A class that does not load is the fault of this type alone: the others can be used. */
    private static DeviceFacts facts(Path jar, String type, String className) {
        try {
            return FactsLoader.load(jar, className);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return new BrokenFacts("facts class " + className + " of type " + type + " in " + jar
                    + " cannot be used: " + e);
        }
    }
}
