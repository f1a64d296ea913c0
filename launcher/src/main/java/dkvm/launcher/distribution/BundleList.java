// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The run-time list, {@code cnf/kernel.bndrun}: what runs, and the properties of the framework it runs in. The launcher
 * and the tests in a framework read the same one.
 *
 * @param names symbolic names of the bundles
 * @param properties framework properties, the packages that the class path lends to bundles among them
 */
public record BundleList(List<String> names, Map<String, String> properties) {
    /** The framework property that lends packages of the class path to bundles. */
    public static final String SYSTEM_PACKAGES = "org.osgi.framework.system.packages.extra";

    private static final Pattern BUNDLE = Pattern.compile("([\\w.\\-]+)\\s*;\\s*version=");

    /** Copies the lists. */
    public BundleList {
        names = List.copyOf(names);
        properties = Map.copyOf(properties);
    }

    /**
     * Reads a list.
     *
     * @param bndrun a resolved bndrun file
     * @return what it says
     * @throws IOException if it cannot be read, or names no bundle
     */
    public static BundleList read(Path bndrun) throws IOException {
        var file = new Properties();
        try (var in = Files.newBufferedReader(bndrun)) {
            file.load(in);
        }
        var names = BUNDLE.matcher(file.getProperty("-runbundles", "")).results().map(m -> m.group(1)).toList();
        if (names.isEmpty()) {
            throw new IOException(bndrun + " names no bundles in -runbundles");
        }
        var properties = new HashMap<String, String>();
        for (var entry : file.getProperty("-runproperties", "").split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                properties.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
            }
        }
        properties.put(SYSTEM_PACKAGES, file.getProperty("-runsystempackages", ""));
        return new BundleList(names, properties);
    }

    /**
     * Finds the bundles' jars.
     *
     * @param folder where they lie, under any file names
     * @return a jar for each name, in the list's order
     * @throws IOException if one is missing, is there twice, or cannot be read
     */
    public List<BundleJar> jars(Path folder) throws IOException {
        var found = new HashMap<String, BundleJar>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            for (var file : files) {
                var jar = BundleJar.read(file);
                if (jar.isPresent()) {
                    var twin = found.put(jar.get().name(), jar.get());
                    if (twin != null && names.contains(twin.name())) {
                        throw new IOException(twin.path() + " and " + file + " are the same bundle");
                    }
                }
            }
        }
        var jars = new ArrayList<BundleJar>();
        for (var name : names) {
            var jar = found.get(name);
            if (jar == null) {
                throw new IOException("there is no bundle " + name + " in " + folder);
            }
            jars.add(jar);
        }
        return List.copyOf(jars);
    }
}
