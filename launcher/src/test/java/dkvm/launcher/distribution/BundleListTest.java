// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleListTest {
    @TempDir
    Path folder;

    @Test
    void readsTheResolvedListOfTheRepository() throws IOException {
        var list = BundleList.read(Path.of("../cnf/kernel.bndrun"));

        assertThat(list.names()).contains("dkvm.kernel", "dkvm.sdk", "org.apache.felix.scr");
        assertThat(list.properties()).containsEntry("org.osgi.framework.bsnversion", "multiple")
                .containsEntry("org.osgi.framework.storage.clean", "onFirstInit");
        assertThat(list.properties().get(BundleList.SYSTEM_PACKAGES)).startsWith("org.slf4j;version=2.");
    }

    @Test
    void findsJarsByWhatIsInThemNotByName() throws IOException {
        jar("z.jar", "a.b;singleton:=true", "dkvm.device;type=x,osgi.service");
        jar("y.jar", "c", "osgi.service;effective:=active;n=\"dkvm.device\"");
        jar("unlisted.jar", "unlisted", "");

        var jars = new BundleList(List.of("c", "a.b"), Map.of()).jars(folder);

        assertThat(jars).containsExactly(new BundleJar(folder.resolve("y.jar"), "c", false),
                new BundleJar(folder.resolve("z.jar"), "a.b", true));
    }

    @Test
    void namesTheBundleThatIsMissingOrDouble() throws IOException {
        jar("one.jar", "a", "");
        assertThatThrownBy(() -> new BundleList(List.of("a", "b"), Map.of()).jars(folder))
                .hasMessageContaining("no bundle b");

        jar("two.jar", "a", "");
        assertThatThrownBy(() -> new BundleList(List.of("a"), Map.of()).jars(folder))
                .hasMessageContaining("same bundle");
    }

    @Test
    void refusesAListThatIsNotResolved() throws IOException {
        var file = Files.writeString(folder.resolve("x.bndrun"), "-runrequires: a\n");

        assertThatThrownBy(() -> BundleList.read(file)).hasMessageContaining("-runbundles");
    }

    private void jar(String file, String name, String capability) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Provide-Capability", capability);
        new JarOutputStream(Files.newOutputStream(folder.resolve(file)), manifest).close();
    }
}
