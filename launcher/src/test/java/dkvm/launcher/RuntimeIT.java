// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import dkvm.launcher.distribution.BundleList;
import dkvm.launcher.distribution.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The run-time list in a framework; tests run inside it, with JUnit's own assertions. Pax Exam brings its own logging, so the distribution has a test of its own.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RuntimeIT {
    @Inject
    public BundleContext context;

    @Configuration
    public Option[] configuration() throws IOException {
        var distribution = new Distribution(Path.of("target/dkvm").toRealPath());
        var properties = BundleList.read(distribution.list()).properties();
        var bundles = distribution.bundles().stream().map(jar -> bundle("reference:" + jar.path().toUri()))
                .toArray(Option[]::new);
        return options(composite(bundles), junitBundles(),
                systemPackages(properties.getOrDefault(BundleList.SYSTEM_PACKAGES, "").split("\\s*,\\s*", -1)),
                frameworkProperty("org.osgi.framework.bsnversion").value("multiple"));
    }

    @Test
    public void everyBundleOfTheListIsActive() {
        Map<String, Integer> states = Arrays.stream(context.getBundles())
                .collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getState, Math::max));

        assertTrue(states.keySet()
                .containsAll(List.of("dkvm.kernel", "dkvm.sdk", "dkvm.device.dummy.keyboard", "org.apache.felix.scr")));
        assertEquals(states.toString(), Set.of(Bundle.ACTIVE), Set.copyOf(states.values()));
    }
}
