// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The bundles whose classes a bundle can see, over wires of packages, of required bundles and of fragments only: all
 * wires would bring in what merely extends it, such as declarative services. It stops at the framework, which is the
 * JDK for a program outside.
 */
final class WiringClosure {
    private static final Set<String> FOLLOWED = Set.of(PackageNamespace.PACKAGE_NAMESPACE,
            BundleNamespace.BUNDLE_NAMESPACE);

    private WiringClosure() {}

    /** The bundle itself first, then what it is wired to, nearest first. */
    static SequencedSet<Bundle> of(Bundle bundle) {
        var seen = new LinkedHashSet<Bundle>();
        var todo = new ArrayDeque<BundleWiring>();
        todo.add(wiring(bundle));
        while (!todo.isEmpty()) {
            var wiring = todo.poll();
            if (wiring.getBundle().getBundleId() == 0 || !seen.add(wiring.getBundle())) {
                continue;
            }
            for (var wire : wires(wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE))) {
                seen.add(wire.getRequirer().getBundle());
            }
            for (var wire : wires(wiring.getRequiredWires(null))) {
                if (FOLLOWED.contains(wire.getCapability().getNamespace())) {
                    todo.add(wire.getProviderWiring());
                }
            }
        }
        return seen;
    }

    private static BundleWiring wiring(Bundle bundle) {
        var wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            throw new IllegalStateException(bundle + " is not resolved");
        }
        return wiring;
    }

    /** Null of a wiring that is no longer in use. */
    private static List<BundleWire> wires(@Nullable List<BundleWire> wires) {
        return wires == null ? List.of() : wires;
    }
}
