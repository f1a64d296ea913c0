// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/** A bundle's content as the framework has it, as a jar; of the same content always the same bytes. */
final class BundleJar {
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private BundleJar() {}

    static InputStream of(Bundle bundle) throws IOException {
        var entries = new TreeMap<String, URL>();
        Enumeration<URL> found = bundle.findEntries("/", "*", true);
        for (var url : Collections.list(found == null ? Collections.emptyEnumeration() : found)) {
            var name = url.getPath().substring(1);
            if (!name.endsWith("/")) {
                entries.put(name, url);
            }
        }
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            jar.setLevel(Deflater.BEST_SPEED);
            var manifest = entries.remove(JarFile.MANIFEST_NAME);
            if (manifest != null) {
                add(jar, JarFile.MANIFEST_NAME, manifest);
            }
            for (var entry : entries.entrySet()) {
                add(jar, entry.getKey(), entry.getValue());
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(ZipOutputStream jar, String name, URL content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        jar.putNextEntry(entry);
        try (var in = content.openStream()) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }
}
