// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * What a jar's manifest says of the bundle in it.
 *
 * @param path the jar
 * @param name the bundle's symbolic name
 * @param device whether it offers device types
 */
public record BundleJar(Path path, String name, boolean device) {
    private static final Pattern DEVICE = Pattern.compile("(^|,)\\s*dkvm\\.device\\s*;");

    /**
     * Reads a jar.
     *
     * @param jar the file
     * @return empty: it is no bundle
     * @throws IOException if it cannot be read, or is no jar
     */
    public static Optional<BundleJar> read(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile(), false)) {
            var manifest = file.getManifest();
            var name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (manifest == null || name == null) {
                return Optional.empty();
            }
            var offers = manifest.getMainAttributes().getValue("Provide-Capability");
            return Optional.of(new BundleJar(jar, name.replaceFirst(";.*", "").strip(),
                    offers != null && DEVICE.matcher(offers).find()));
        }
    }
}
