// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.JarTypes;
import dkvm.kernel.config.ManifestHeader;
import dkvm.kernel.config.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Verifies jars before anything is installed: that each can be read to its end, is a bundle with a name and a version, and
 * offers device types that this kernel can use. What one needs of the framework shows only there. For one thread.
 */
final class JarCheck {
    /** The symbolic-name production of OSGi Core 1.3.2. */
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final String BND = "; build it with bnd or the maven-bundle-plugin";

    /** What was found good, by its hash: the same content is read once. */
    private final Map<String, DeviceJar> good = new HashMap<>();
    private final long mostBytes;

    /** A check with the limits that hold. */
    JarCheck() {
        this(ZipReading.MOST_BYTES);
    }

    /** A check of jars that hold no more than this when unpacked. */
    JarCheck(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Verifies what the watched folder has stored. */
    DeviceJar check(Content.Whole content) throws RefusedException {
        var known = good.get(content.hash());
        if (known != null) {
            return known;
        }
        var jar = read(content.hash(), content.stored());
        good.put(content.hash(), jar);
        return jar;
    }

    private DeviceJar read(String hash, Path stored) throws RefusedException {
        var attributes = manifest(stored);
        if (!header(attributes, Constants.BUNDLE_MANIFESTVERSION).equals("2")) {
            throw new RefusedException("its manifest has no Bundle-ManifestVersion: 2, so it is no OSGi bundle" + BND);
        }
        if (!header(attributes, Constants.FRAGMENT_HOST).isEmpty()) {
            throw new RefusedException("it is a fragment (Fragment-Host); a device jar is a bundle of its own");
        }
        var bundle = symbolicName(attributes);
        var version = version(attributes);
        Protocols.check(header(attributes, Constants.PROVIDE_CAPABILITY));
        return new DeviceJar(bundle, version, types(stored), hash, stored);
    }

    private Attributes manifest(Path stored) throws RefusedException {
        ZipReading.of(stored, mostBytes);
        try (var jar = new JarFile(stored.toFile())) {
            var manifest = jar.getManifest();
            if (manifest == null) {
                throw new RefusedException("it has no " + JarFile.MANIFEST_NAME + ", so it is no OSGi bundle" + BND);
            }
            return manifest.getMainAttributes();
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new RefusedException("its manifest cannot be read: " + e.getMessage()
                    + "; mend it and build it anew", e);
        }
    }

    private static String symbolicName(Attributes attributes) throws RefusedException {
        var clauses = ManifestHeader.parse(header(attributes, Constants.BUNDLE_SYMBOLICNAME));
        if (clauses.isEmpty()) {
            throw new RefusedException("its manifest has no " + Constants.BUNDLE_SYMBOLICNAME + BND);
        }
        var name = clauses.getFirst().name();
        if (clauses.size() > 1 || !SYMBOLIC_NAME.matcher(name).matches()) {
            throw new RefusedException("its " + Constants.BUNDLE_SYMBOLICNAME + " "
                    + Words.quote(header(attributes, Constants.BUNDLE_SYMBOLICNAME))
                    + " is not valid; a name such as com.example.keys is");
        }
        return name;
    }

    private static Version version(Attributes attributes) throws RefusedException {
        var text = header(attributes, Constants.BUNDLE_VERSION);
        if (text.isEmpty()) {
            throw new RefusedException("its manifest has no " + Constants.BUNDLE_VERSION
                    + ", which says which of two jars runs; give it one such as 1.0.0");
        }
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("its " + Constants.BUNDLE_VERSION + " " + Words.quote(text)
                    + " is not valid; a version such as 1.0.0 is", e);
        }
    }

    private static List<String> types(Path stored) throws RefusedException {
        var names = new ArrayList<String>();
        for (var type : declared(stored)) {
            var name = type.name();
            if (name.equals(DeviceType.PROCESS)) {
                throw new RefusedException("it offers device type " + Words.quote(name)
                        + ", which is the kernel's own; give it another name");
            }
            if (names.contains(name)) {
                throw new RefusedException("it offers device type " + Words.quote(name)
                        + " twice; declare it once, or under two names");
            }
            if (type.fault().isPresent()) {
                throw new RefusedException("its " + type.fault().get().replace(" in " + stored, "")
                        + "; build it anew with that class in it");
            }
            names.add(name);
        }
        return names;
    }

    private static List<DeviceType> declared(Path stored) throws RefusedException {
        try {
            return JarTypes.read(stored);
        } catch (IOException e) {
            var words = String.valueOf(e.getMessage());
            var jar = stored + ": ";
            throw new RefusedException("its device types cannot be read: "
                    + (words.startsWith(jar) ? words.substring(jar.length()) : words) + "; mend it and build it anew",
                    e);
        }
    }

    private static String header(Attributes attributes, String name) {
        var value = attributes.getValue(name);
        return value == null ? "" : value.strip();
    }
}
