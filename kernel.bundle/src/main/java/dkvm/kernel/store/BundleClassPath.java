// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * The class path of a bundle's device programs: files of the jar store that hold what the bundle and those it is wired
 * to hold. A bundle that was installed from the store is that file; any other is rebuilt into the store from what the
 * framework has. May be used by any thread.
 */
public final class BundleClassPath {
    private static final String FROM_STORE = "reference:file:";

    private final JarStore store;
    private final Path folder;
    /** Files of a bundle that was rebuilt, by the bundle and when it last changed. */
    private final Map<String, List<Path>> rebuilt = new ConcurrentHashMap<>();

    /**
     * Class paths over a store.
     *
     * @param folder the store's folder
     */
    public BundleClassPath(Path folder) {
        this.store = new JarStore(folder);
        this.folder = folder;
    }

    /**
     * The class path of a bundle's programs.
     *
     * @param bundle a resolved bundle
     * @return jars, the bundle's own first
     * @throws IOException if the store cannot be written
     */
    public List<Path> of(Bundle bundle) throws IOException {
        var path = new ArrayList<Path>();
        for (var each : WiringClosure.of(bundle)) {
            path.addAll(files(each));
        }
        return path;
    }

    private List<Path> files(Bundle bundle) throws IOException {
        var key = bundle.getBundleId() + "@" + bundle.getLastModified();
        var known = rebuilt.get(key);
        if (known != null) {
            return known;
        }
        var files = new ArrayList<Path>();
        files.add(whole(bundle));
        for (var inner : innerJars(bundle)) {
            var entry = bundle.getEntry(inner);
            if (entry != null) {
                try (var in = entry.openStream()) {
                    files.add(store.put(in));
                }
            }
        }
        rebuilt.put(key, List.copyOf(files));
        return files;
    }

    private Path whole(Bundle bundle) throws IOException {
        var location = bundle.getLocation();
        if (location.startsWith(FROM_STORE)) {
            var file = Path.of(URI.create(location.substring("reference:".length())));
            if (file.startsWith(folder) && Files.isRegularFile(file)) {
                return file;
            }
        }
        return store.put(BundleJar.of(bundle));
    }

    /** Jars inside the bundle that are on its class path, in order. */
    private static List<String> innerJars(Bundle bundle) {
        var header = bundle.getHeaders("").get(Constants.BUNDLE_CLASSPATH);
        var inner = new ArrayList<String>();
        for (var clause : header == null ? new String[0] : header.split(",", -1)) {
            var name = clause.split(";", -1)[0].strip();
            if (name.endsWith(".jar")) {
                inner.add(name);
            }
        }
        return inner;
    }
}
