// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.JarTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Whether a device bundle can stand in this framework, next to all others and to earlier versions of itself. */
final class ResolveCheck {
    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)");

    private final FrameworkWiring framework;
    private final List<Bundle> others;

    /** Among these bundles, the framework's own first. */
    ResolveCheck(List<Bundle> all, Bundle bundle) {
        framework = all.getFirst().adapt(FrameworkWiring.class);
        others = all.stream().filter(other -> !other.equals(bundle)).toList();
    }

    /** What is wrong with an installed bundle, and what to do; empty: nothing, and it is resolved. */
    Optional<String> fault(Bundle bundle) {
        if (isSingleton(bundle)) {
            return Optional.of("it is a singleton, and could not stand beside the version that it replaces; leave out"
                    + " singleton:=true");
        }
        return exported(bundle).or(() -> unresolved(bundle));
    }

    private static boolean isSingleton(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(BundleNamespace.BUNDLE_NAMESPACE).stream()
                .anyMatch(capability -> Boolean.parseBoolean(
                        capability.getDirectives().get(BundleNamespace.CAPABILITY_SINGLETON_DIRECTIVE)));
    }

    /** Whoever is resolved later could get the classes from there. */
    private Optional<String> exported(Bundle bundle) {
        var taken = others.stream().filter(other -> !isDevice(other)).flatMap(ResolveCheck::exports)
                .collect(Collectors.toSet());
        var both = exports(bundle).filter(taken::contains).sorted().toList();
        return both.isEmpty()
                ? Optional.empty()
                : Optional.of("it exports " + String.join(", ", both) + ", which a bundle of the kernel exports; let it"
                        + " export nothing");
    }

    private Optional<String> unresolved(Bundle bundle) {
        if (framework.resolveBundles(List.of(bundle))) {
            return Optional.empty();
        }
        var missing = bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(ResolveCheck::isMandatory).filter(requirement -> framework.findProviders(requirement).isEmpty())
                .map(this::words).distinct().toList();
        return Optional.of(missing.isEmpty() ? resolverWords(bundle) : String.join("; ", missing));
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        return !Namespace.RESOLUTION_OPTIONAL
                .equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !Namespace.EFFECTIVE_ACTIVE
                        .equals(requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE))
                && !"dynamic".equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    private String words(BundleRequirement requirement) {
        var filter = Objects.requireNonNullElse(requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE),
                "");
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> packageWords(filter);
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                "it needs another Java than this one, " + Runtime.version().feature() + ": " + filter
                        + "; build it for this one";
            default -> "it requires " + requirement.getNamespace() + " " + filter
                    + ", which no bundle here offers; leave that requirement out";
        };
    }

    private String packageWords(String filter) {
        var found = PACKAGE.matcher(filter);
        var name = found.find() ? found.group(1) : filter;
        var versions = others.stream().flatMap(other -> capabilities(other))
                .filter(capability -> name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(capability -> String
                        .valueOf(capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)))
                .distinct().sorted().toList();
        return versions.isEmpty()
                ? "it imports the package " + name + ", which no bundle here exports; put it into the jar"
                : "it imports the package " + name + " as " + filter + ", but here is version "
                        + String.join(" and ", versions) + "; build it with the SDK of this dKVMs";
    }

    /** Each requirement could be met alone; the resolver knows why not all together, and says so to who starts. */
    private static String resolverWords(Bundle bundle) {
        try {
            Bounded.call("its resolution", Installation.PATIENCE, () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return true;
            });
            return "it could not be resolved just now; copy it again";
        } catch (RefusedException e) {
            return e.words();
        }
    }

    private static boolean isDevice(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredCapabilities(JarTypes.CAPABILITY).isEmpty();
    }

    private static Stream<String> exports(Bundle bundle) {
        return capabilities(bundle).map(BundleCapability::getAttributes)
                .map((Map<String, Object> attributes) -> String
                        .valueOf(attributes.get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    private static Stream<BundleCapability> capabilities(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Stream.empty()
                : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream();
    }
}
