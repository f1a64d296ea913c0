// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Whether a device bundle's classes will be there outside the kernel too: its programs get the jars that it is wired to,
 * but neither the framework's nor the kernel's.
 */
final class WireCheck {
    private static final String KERNEL = "dkvm.kernel";
    private static final Set<String> CHECKED = Set.of(PackageNamespace.PACKAGE_NAMESPACE,
            BundleNamespace.BUNDLE_NAMESPACE);
    /** What the JDK exports; its packages are there for every program. */
    private static final Set<String> JDK = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream().filter(module::isExported))
            .collect(Collectors.toUnmodifiableSet());

    private WireCheck() {}

    /** What is wrong with the wires of a resolved bundle, and what to do; empty: nothing. */
    static Optional<String> fault(Bundle bundle) {
        var foreign = new TreeSet<String>();
        var own = new TreeSet<String>();
        for (var wire : bundle.adapt(BundleWiring.class).getRequiredWires(null)) {
            var namespace = wire.getCapability().getNamespace();
            if (!CHECKED.contains(namespace)) {
                continue;
            }
            var provider = wire.getProvider().getBundle();
            var name = String.valueOf(wire.getCapability().getAttributes().get(namespace));
            if (!provider.equals(bundle) && bundle.getSymbolicName().equals(provider.getSymbolicName())) {
                own.add(name);
            } else if (isKernels(wire, name)) {
                foreign.add(name);
            }
        }
        if (!foreign.isEmpty()) {
            return Optional
                    .of("it imports " + String.join(", ", foreign) + ", which only the kernel has: its process would"
                            + " not find that; put it into the jar, or do without");
        }
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "it exports and imports " + String.join(", ", own) + ", and so would run with the classes of"
                                + " the version before; let it export nothing");
    }

    private static boolean isKernels(BundleWire wire, String name) {
        var provider = wire.getProvider().getBundle();
        return provider.getBundleId() == 0 ? !JDK.contains(name) : KERNEL.equals(provider.getSymbolicName());
    }
}
