// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class BundleJarTest {

    @Test
    void isTheSameBytesWhateverTheOrderOfTheEntries() throws IOException {
        var names = List.of("a/B.class", "META-INF/MANIFEST.MF", "a/", "META-INF/", "z", "a/A.class");

        assertThat(BundleJar.of(bundle(names)).readAllBytes())
                .isEqualTo(BundleJar.of(bundle(names.reversed())).readAllBytes());
    }

    @Test
    void holdsAllThatTheBundleHoldsTheManifestFirst() throws IOException {
        var found = new ArrayList<String>();
        try (var jar = new JarInputStream(
                BundleJar.of(bundle(List.of("a/B.class", "META-INF/MANIFEST.MF", "a/A.class"))))) {
            assertThat(jar.getManifest()).isNotNull();
            for (var entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                found.add(entry.getName() + "=" + new String(jar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assertThat(found).containsExactly("a/A.class=content of /a/A.class", "a/B.class=content of /a/B.class");
    }

    @Test
    void isEmptyForAnEmptyBundle() throws IOException {
        try (var jar = new JarInputStream(BundleJar.of(bundle(List.of())))) {
            assertThat(jar.getNextJarEntry()).isNull();
        }
    }

    /** A bundle as the framework shows it: entries with addresses of the framework's own. */
    private static Bundle bundle(List<String> names) {
        var urls = names.stream().map(BundleJarTest::url).toList();
        return (Bundle) Proxy.newProxyInstance(Bundle.class.getClassLoader(), new Class<?>[]{Bundle.class},
                (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("findEntries");
                    assertThat(Arrays.asList(arguments)).containsExactly("/", "*", true);
                    return urls.isEmpty() ? null : Collections.enumeration(urls);
                });
    }

    private static URL url(String name) {
        try {
            return URL.of(URI.create("bundle://1.0:0/" + name), new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {
                            // Nothing to do.
                        }

                        @Override
                        public InputStream getInputStream() {
                            var text = url.getPath().endsWith(".MF")
                                    ? "Manifest-Version: 1.0\n\n"
                                    : "content of " + url.getPath();
                            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                        }
                    };
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
