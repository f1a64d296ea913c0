// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import dkvm.launcher.distribution.BundleList;
import dkvm.launcher.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import org.ops4j.pax.exam.Option;

/**
 * The distribution's bundles for tests inside a framework. Apart from those tests: there, reflection would look for the
 * launcher's classes, which no bundle has.
 */
final class RuntimeOptions {
    private RuntimeOptions() {}

    static Option[] all() throws IOException {
        var distribution = new Distribution(Path.of("target/dkvm").toRealPath());
        var bundles = distribution.bundles().stream().map(jar -> bundle("reference:" + jar.path().toUri()))
                .toArray(Option[]::new);
        var properties = BundleList.read(distribution.list()).properties();
        return options(composite(bundles), junitBundles(),
                systemPackages(properties.getOrDefault(BundleList.SYSTEM_PACKAGES, "").split("\\s*,\\s*", -1)),
                frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                workingDirectory(Path.of("target/pax-exam").toAbsolutePath().toString()));
    }
}
